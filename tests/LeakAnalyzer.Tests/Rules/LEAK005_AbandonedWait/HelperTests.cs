namespace LeakAnalyzer.Tests.Rules.LEAK005_AbandonedWait;

/// <summary>Tests helper methods of the project that await a task or contain a race.</summary>
public class HelperTests
{
    private const string Helpers = """

        public static class Wrappers
        {
            public static ConfiguredTaskAwaitable CfAwait(this Task task) => task.ConfigureAwait(false);
            public static ConfiguredTaskAwaitable<T> CfAwait<T>(this Task<T> task) => task.ConfigureAwait(continueOnCapturedContext: false);
            public static async Task<T> Logged<T>(this Task<T> task) { try { return await task; } finally { Console.WriteLine(); } }
            public static Task Other(this Task task) => Task.CompletedTask;
        }
        """;

    [Theory]
    [InlineData("await Task.WhenAny(READ, other).CfAwait();")]
    [InlineData("var read = READ; var first = await Task.WhenAny(read, other).CfAwait(); if (first == other) { return; } await read.CfAwait();")]
    [InlineData("var read = READ; await Task.WhenAny(read.Logged(), other).CfAwait();")]
    public Task A_Race_Behind_A_Wrapper_Is_A_Race(string statements) =>
        Verify.Reported(RaceCode.Body(statements.Replace("READ", "{|LEAK005:reader.ReadAsync()|}.AsTask()", StringComparison.Ordinal)) + Helpers, Setup.Races);

    [Theory]
    [InlineData("var read = READ; await Task.WhenAny(read, other).CfAwait(); await read.CfAwait();")]
    [InlineData("var read = READ; await Task.WhenAny(read, other).CfAwait(); await read.Logged().CfAwait();")]
    [InlineData("var read = READ; if (await Task.WhenAny(read, other).CfAwait() == read) { return; } await read;")]
    [InlineData("await Task.WhenAll(READ, other).CfAwait();")]
    public Task A_Join_Behind_A_Wrapper_Is_A_Join(string statements) =>
        Verify.Silent(RaceCode.Body(statements.Replace("READ", "reader.ReadAsync().AsTask()", StringComparison.Ordinal)) + Helpers, Setup.Races);

    [Theory]
    [InlineData("await Mine.WhenAny(READ, other);")]
    [InlineData("var read = READ; await Mine.WhenAny(read, other).CfAwait(); await read;")]
    public Task What_Is_Only_Called_Like_A_Race_Is_None(string statements) => Verify.Silent(
        RaceCode.Body(statements.Replace("READ", "reader.ReadAsync().AsTask()", StringComparison.Ordinal)) + Helpers
            + " public static class Mine { public static Task WhenAny(Task one, Task other) => Task.WhenAll(one, other); }",
        Setup.Races);
}
