namespace LeakAnalyzer.Tests.Rules.LEAK005_AbandonedWait;

/// <summary>Tests operations with the token of a <c>CancellationTokenSource</c> that has a timeout. Disposing the source stops the timeout.</summary>
public class TimedSourceTests
{
    [Theory]
    [InlineData("using var source = new CancellationTokenSource(9000);", "done.Task", true)]
    [InlineData("using var source = new CancellationTokenSource(); source.CancelAfter(9000);", "done.Task", true)]
    [InlineData("using var source = new CancellationTokenSource(9000);", "{|LEAK005:other.ReadAsync()|}.AsTask()", true)]
    [InlineData("using var source = new CancellationTokenSource(9000);", "client.GetStringAsync(\"x\")", true)]
    [InlineData("var source = new CancellationTokenSource(9000);", "done.Task", false)]
    [InlineData("using var source = new CancellationTokenSource(9000);", "Task.Delay(5000)", false)]
    [InlineData("using var source = new CancellationTokenSource(9000);", "LaterAsync()", false)]
    public async Task A_Time_That_The_Disposal_Takes_Is_No_End(string made, string other, bool isReported)
    {
        await Verify.Of(Source(made, other, "", isReported), isReported, Setup.Races);
        if (!other.Contains("LEAK005", StringComparison.Ordinal))
        {
            await Verify.Silent(Source(made, other, "source.Cancel();", isReported: false), Setup.Races);
        }
    }

    private static string Source(string made, string other, string after, bool isReported) => Code.Class($$"""
        private static Task LaterAsync() => Task.Delay(10000);
        public async Task ReadAsync(ChannelReader<int> reader, ChannelReader<int> other, TaskCompletionSource done, System.Net.Http.HttpClient client)
        {
            {{made}}
            var read = {{(isReported ? "{|LEAK005:reader.ReadAsync(source.Token)|}" : "reader.ReadAsync(source.Token)")}}.AsTask();
            await Task.WhenAny(read, {{other}});
            {{after}}
        }
        """);

    [Theory]
    [InlineData("WaitHandle.WaitAny([exit])", true)]
    [InlineData("WaitHandle.WaitAny(new WaitHandle[] { exit, source.Token.WaitHandle })", true)]
    [InlineData("{ WaitHandle[] handles = { exit, source.Token.WaitHandle }; WaitHandle.WaitAny(handles); }", true)]
    [InlineData("WaitHandle.WaitAny([exit, source.Token.WaitHandle], 1000)", false)]
    [InlineData("WaitHandle.WaitAny([exit, exit])", false)]
    [InlineData("WaitHandle.WaitAny([exit, other])", false)]
    public Task A_Wait_For_One_Of_Several_Handles_Leaves_Its_Thread(string wait, bool isReported) => Verify.Of(
        Code.Class($$"""
            public async Task WaitAsync(EventWaitHandle exit, EventWaitHandle other, TaskCompletionSource done)
            {
                using var source = new CancellationTokenSource();
                Task waiting = {{(isReported ? "{|LEAK005:" : "")}}Task.Run(() => {{wait}}){{(isReported ? "|}" : "")}};
                await Task.WhenAny(waiting, done.Task);
            }
            """),
        isReported,
        Setup.Races);
}
