namespace LeakAnalyzer.Tests.Rules;

/// <summary>Creates and verifies code with races. The placeholder <c>READ</c> stands for a read of a channel.</summary>
internal static class RaceCode
{
    private const string Read = "reader.ReadAsync()";

    /// <summary>Creates a method with these statements.</summary>
    public static string Body(string statements) => Code.Class(
        $$"""
        #pragma warning disable CS1998, CS4014
            public async Task Scope(ChannelReader<int> reader, Task other, CancellationToken token, bool flag)
            {
        {{statements}}
            }
        """);

    /// <summary>Asserts that LEAK005 reports each <c>READ</c>, and that all other marks are right.</summary>
    public static Task Reported(string statements) =>
        Verify.Reported(Body(statements.Replace("READ", "{|LEAK005:" + Read + "|}.AsTask()", StringComparison.Ordinal)), Setup.Races);

    public static Task Silent(string statements) =>
        Verify.Silent(Body(statements.Replace("READ", Read + ".AsTask()", StringComparison.Ordinal)), Setup.Races);
}
