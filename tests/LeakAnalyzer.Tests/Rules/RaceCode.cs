namespace LeakAnalyzer.Tests.Rules;

/// <summary>What a test says of a race; <c>READ</c> is a read that is begun for it.</summary>
internal static class RaceCode
{
    private const string Read = "reader.ReadAsync()";

    /// <summary>Statements of a method that is given a <c>reader</c>, an <c>other</c> task and a <c>token</c>.</summary>
    public static string Body(string statements) => Code.Class(
        $$"""
        #pragma warning disable CS1998, CS4014
            public async Task Scope(ChannelReader<int> reader, Task other, CancellationToken token, bool flag)
            {
        {{statements}}
            }
        """);

    /// <summary>The rule is reported at each <c>READ</c>, and at what is marked.</summary>
    public static Task Reported(string statements) =>
        Verify.Reported(Body(statements.Replace("READ", "{|LEAK005:" + Read + "|}.AsTask()", StringComparison.Ordinal)), Setup.Races);

    /// <summary>Nothing is reported.</summary>
    public static Task Silent(string statements) =>
        Verify.Silent(Body(statements.Replace("READ", Read + ".AsTask()", StringComparison.Ordinal)), Setup.Races);
}
