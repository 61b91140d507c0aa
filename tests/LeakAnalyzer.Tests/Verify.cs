using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Tests;

/// <summary>
/// What a test says of a piece of code: <see cref="Reported"/> exactly where the markup is, or <see cref="Silent"/>.
/// Both also fail when the code doesn't compile, or when the analyzer throws.
/// </summary>
internal static class Verify
{
    /// <summary>The rule is reported exactly where <c>{|LEAK001:…|}</c> marks it.</summary>
    public static Task<ImmutableArray<Diagnostic>> Reported(string source, Setup? setup = null)
    {
        Assert.Contains("{|LEAK", source + string.Concat(setup?.OtherSources ?? []), StringComparison.Ordinal);
        return Run(source, setup);
    }

    /// <summary>The code compiles, and nothing is reported.</summary>
    public static Task Silent(string source, Setup? setup = null)
    {
        Assert.DoesNotContain("{|", source + string.Concat(setup?.OtherSources ?? []), StringComparison.Ordinal);
        return Run(source, setup);
    }

    /// <summary>The marked reports are all there are, or, where none is expected, there are none.</summary>
    public static Task Of(string source, bool isReported, Setup? setup = null) => isReported ? Reported(source, setup) : Silent(source, setup);

    /// <summary>The code need not compile; whatever is reported in it, the analyzer ends without an exception.</summary>
    public static Task<ImmutableArray<Diagnostic>> Survives(string source, Setup? setup = null) =>
        Run(source, (setup ?? Setup.Default) with { IsBroken = true });

    /// <summary>What all rules report in code that compiles, whatever it is.</summary>
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
