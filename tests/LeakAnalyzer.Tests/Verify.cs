using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Tests;

/// <summary>Asserts what the analyzer reports in some code, and that it doesn't throw.</summary>
internal static class Verify
{
    /// <summary>Asserts that the tested rules report exactly what is marked, such as <c>{|LEAK001:Task.Run|}</c>.</summary>
    public static Task<ImmutableArray<Diagnostic>> Reported(string source, Setup? setup = null)
    {
        Assert.Contains("{|LEAK", source + string.Concat(setup?.OtherSources ?? []), StringComparison.Ordinal);
        return Run(source, setup);
    }

    /// <summary>Asserts that the tested rules report nothing.</summary>
    public static Task Silent(string source, Setup? setup = null)
    {
        Assert.DoesNotContain("{|", source + string.Concat(setup?.OtherSources ?? []), StringComparison.Ordinal);
        return Run(source, setup);
    }

    /// <summary>Asserts that the tested rules report exactly what is marked, or nothing if no report is expected.</summary>
    public static Task Of(string source, bool isReported, Setup? setup = null) => isReported ? Reported(source, setup) : Silent(source, setup);

    /// <summary>Asserts that the analyzer doesn't throw. The code may have errors and any reports.</summary>
    public static Task<ImmutableArray<Diagnostic>> Survives(string source, Setup? setup = null) =>
        Run(source, (setup ?? Setup.Default) with { IsBroken = true });

    public static Task<ImmutableArray<Diagnostic>> Reports(string source, Setup? setup = null) =>
        Run(source, (setup ?? Setup.Default) with { Rules = RuleTest.AllRules, OnlyCollects = true });

    private static async Task<ImmutableArray<Diagnostic>> Run(string source, Setup? setup)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var test = new RuleTest(setup ?? Setup.Default, source);
        await LeakChecked.RunAsync(test, limit.Token);
        return test.Diagnostics;
    }
}
