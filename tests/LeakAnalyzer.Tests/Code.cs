namespace LeakAnalyzer.Tests;

/// <summary>The frames around the few lines that a test is about.</summary>
internal static class Code
{
    /// <summary>Members of a class <c>Subject</c>; <c>Work</c> is there to be called: it may throw, keeps what it is given, and comes to its end.</summary>
    public static string Class(string members) =>
        $$"""
        public partial class Subject
        {
        {{members}}

            private static void Work(object? value = null) => _ = int.Parse(string.Concat(value, "1"));
        }
        """;

    /// <summary>
    /// Statements of a method that is given a <c>reader</c> and a <c>token</c>;
    /// <c>PumpAsync</c> waits on a reader, and on nothing where it is given no token.
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

    /// <summary>A method with these parameters that starts a task with this body.</summary>
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
