namespace LeakAnalyzer.Tests;

/// <summary>Builds a whole file around the few lines that a test is about.</summary>
internal static class Code
{
    /// <summary>
    /// Puts members into a class <c>Subject</c> that also has a method <c>Work</c> for tests to call. <c>Work</c> returns or throws, and passes its
    /// argument on to a method of the framework.
    /// </summary>
    public static string Class(string members) =>
        $$"""
        public partial class Subject
        {
        {{members}}

            private static void Work(object? value = null) => _ = int.Parse(string.Concat(value, "1"));
        }
        """;

    /// <summary>
    /// Puts statements into a method with the parameters <c>reader</c>, <c>token</c> and <c>flag</c>. The statements can call <c>PumpAsync</c>, which
    /// waits on a reader; without a token, nothing ends this wait.
    /// </summary>
    public static string Body(string statements) => Class(
        $$"""
        #pragma warning disable CS1998
            public async Task Scope(ChannelReader<int> reader, CancellationToken token, bool flag)
            {
        {{statements}}
            }

            private static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop = default)
            {
                await source.ReadAsync(stop);
            }
        """);

    /// <summary>Creates a method with the given parameters that starts a task with the given body.</summary>
    public static string Started(string parameters, string work, bool isReported) => Class(
        $$"""
            public void Scope({{parameters}})
            {
                _ = {{(isReported ? "{|LEAK001:Task.Run|}" : "Task.Run")}}(async () =>
                {
                    await Task.Yield();
                    {{work}};
                });
            }
        """);
}
