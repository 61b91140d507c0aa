namespace LeakAnalyzer.Tests;

/// <summary>Creates a file of C# code from the few lines that a test is about.</summary>
internal static class Code
{
    /// <summary>Creates a class <c>Subject</c> with these members. They can call its method <c>Work</c>, which may throw.</summary>
    public static string Class(string members) =>
        $$"""
        public partial class Subject
        {
        {{members}}

            private static void Work(object? value = null) => _ = int.Parse(string.Concat(value, "1"));
        }
        """;

    /// <summary>
    /// Creates an async method with these statements. They can call <c>PumpAsync(reader)</c>, a wait that nothing ends, or <c>PumpAsync(reader, stop)</c>, a
    /// wait with a token.
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

    /// <summary>Creates a method with these parameters that starts a task with these statements.</summary>
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
