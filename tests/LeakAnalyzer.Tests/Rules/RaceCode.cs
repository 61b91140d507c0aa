namespace LeakAnalyzer.Tests.Rules;

/// <summary>Verifies code with races. <c>READ</c> stands for a read that is begun for the race.</summary>
internal static class RaceCode
{
    private const string Read = "reader.ReadAsync()";

    /// <summary>Puts statements into a method with the parameters <c>reader</c>, <c>other</c> (a task) and <c>token</c>.</summary>
    public static string Body(string statements) => Code.Class(
        $$"""
        #pragma warning disable CS1998, CS4014
            public async Task Scope(ChannelReader<int> reader, Task other, CancellationToken token, bool flag)
            {
        {{statements}}
            }
        """);

    /// <summary>Asserts that the rule reports each <c>READ</c>, and the marked places.</summary>
    public static Task Reported(string statements) =>
        Verify.Reported(Body(statements.Replace("READ", "{|LEAK005:" + Read + "|}.AsTask()", StringComparison.Ordinal)), Setup.Races);

    /// <summary>Asserts that nothing is reported.</summary>
    public static Task Silent(string statements) =>
        Verify.Silent(Body(statements.Replace("READ", Read + ".AsTask()", StringComparison.Ordinal)), Setup.Races);
}
