namespace LeakAnalyzer.Tests.Rules.LEAK001_UngovernedWait;

/// <summary>Tests stages of a pipeline, which aren't reported: a task reads a given channel and then completes the channel that the method returns.</summary>
public class StageTests
{
    [Theory]
    [InlineData("try { await foreach (int item in input.ReadAllAsync()) { output.Writer.TryWrite(item); } } finally { output.Writer.Complete(); }", "return output.Reader;")]
    [InlineData("await foreach (int item in input.ReadAllAsync()) { output.Writer.TryWrite(item); } output.Writer.TryComplete();", "return output;")]
    [InlineData("while (await input.WaitToReadAsync()) { while (input.TryRead(out int item)) { output.Writer.TryWrite(item); } } output.Writer.Complete();", "return output.Reader;")]
    public Task A_Stage_Is_Not_Reported(string work, string end) => Verify.Silent(Stage(work, end, isReported: false));

    [Theory]
    [InlineData("await foreach (int item in input.ReadAllAsync()) { output.Writer.TryWrite(item); }", "return output.Reader;")]
    [InlineData("await foreach (int item in input.ReadAllAsync()) { output.Writer.TryWrite(item); } output.Writer.Complete();", "return input;")]
    [InlineData("output.Writer.TryWrite(await input.ReadAsync()); output.Writer.Complete();", "return output.Reader;")]
    public Task What_Passes_No_End_On_Is_Reported(string work, string end) => Verify.Reported(Stage(work, end, isReported: true));

    [Fact]
    public Task A_Stage_Whose_Work_Is_Given_The_Output_Is_Not_Reported() => Verify.Silent(
        """
        public static class Stages
        {
            public static ChannelReader<T> Where<T>(ChannelReader<T> source, Func<T, bool> predicate)
            {
                var channel = Channel.CreateBounded<T>(1);
                _ = PumpAsync(source, channel.Writer, predicate);
                return channel;
            }

            private static async Task PumpAsync<T>(ChannelReader<T> source, ChannelWriter<T> target, Func<T, bool> predicate)
            {
                try
                {
                    while (await source.WaitToReadAsync().ConfigureAwait(false))
                    {
                        while (source.TryRead(out T item)) { if (predicate(item)) { target.TryWrite(item); } }
                    }

                    target.Complete();
                }
                catch (Exception e)
                {
                    target.Complete(e);
                }
            }
        }
        """);

    /// <summary>A stage with several outputs, which it reads in turn.</summary>
    [Theory]
    [InlineData("Channel<int>[] outputs = new Channel<int>[2];", "foreach (var output in outputs) { output.Writer.Complete(); }", "return outputs.Select(output => output.Reader).ToArray();", false)]
    [InlineData("var outputs = new List<Channel<int>>();", "foreach (var output in outputs) { output.Writer.Complete(); }", "return outputs.ConvertAll(output => output.Reader);", false)]
    [InlineData("Channel<int>[] outputs = new Channel<int>[2];", "for (int i = 0; i < 2; i++) { outputs[i].Writer.Complete(); }", "return Array.ConvertAll(outputs, output => output.Reader);", false)]
    [InlineData("Channel<int>[] outputs = new Channel<int>[2];", "", "return outputs.Select(output => output.Reader).ToArray();", true)]
    [InlineData("Channel<int>[] outputs = new Channel<int>[2];", "foreach (var output in outputs) { output.Writer.Complete(); }", "return Array.Empty<ChannelReader<int>>();", true)]
    public Task A_Stage_May_Have_Several_Outputs(string made, string end, string back, bool isReported) => Verify.Of(
        $$"""
        public static class Stages
        {
            public static IList<ChannelReader<int>> Split(ChannelReader<int> input)
            {
                {{made}}
                _ = {{(isReported ? "{|LEAK001:Task.Run|}" : "Task.Run")}}(async () => { await foreach (int item in input.ReadAllAsync()) { outputs[0].Writer.TryWrite(item); } {{end}} });
                {{back}}
            }
        }
        """, isReported);

    private static string Stage(string work, string end, bool isReported) =>
        $$"""
        public static class Stages
        {
            public static ChannelReader<int> Run(ChannelReader<int> input)
            {
                var output = Channel.CreateUnbounded<int>();
                _ = {{(isReported ? "{|LEAK001:Task.Run|}" : "Task.Run")}}(async () => { {{work}} });
                {{end}}
            }
        }
        """;
}
