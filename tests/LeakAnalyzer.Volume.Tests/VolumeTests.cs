using System.Globalization;
using LeakAnalyzer.Rules;
using LeakAnalyzer.Volume.Tests.Checking;
using Xunit.Abstractions;

namespace LeakAnalyzer.Volume.Tests;

/// <summary>Applies each fix to many variations of generated code.</summary>
public class VolumeTests(ITestOutputHelper output)
{
    /// <summary>The environment variable that sets the number of variations.</summary>
    private const string Variable = "LEAK_VOLUME";

    /// <summary>The fixes that must have been offered and right.</summary>
    private static readonly string[] s_fixes =
    [
        "LEAK001.CancelOnDispose", "LEAK001.LinkToNewParameter", "LEAK001.LinkToScope", "LEAK001.LinkToScopeAndJoin", "LEAK001.PassToken",
        "LEAK002.LinkToScope", "LEAK002.LinkToScopeAndJoin",
        "LEAK003.CancelBeforeDispose",
        "LEAK004.CancelOnDispose", "LEAK004.LinkToNewParameter", "LEAK004.LinkToScope", "LEAK004.LinkToScopeAndJoin", "LEAK004.PassToken",
        "LEAK005.LinkToScope",
        "LEAK006.Complete",
        "LEAK007.DisposeSource",
        "LEAK008.DisposeRegistration",
        "LEAK009.LinkToScope",
        "LEAK010.CancelOnDispose",
    ];

    private static long Variations =>
        long.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out long count) ? count : 300;

    [Fact]
    public void Each_Rule_That_Has_A_Fix_Is_Tried() => Assert.Equal(
        AllRules.FixableIds, s_fixes.Select(fix => fix.Split('.')[0]).Distinct());

    [Fact]
    public async Task Fixes_Are_Right_In_Generated_Code()
    {
        var run = new GeneratedRun();
        await run.TryAsync(0, Variations);

        output.WriteLine(run.Tally.ToString());
        Assert.All(s_fixes, fix => Assert.True(run.Tally.Passed(fix) > 0, fix));
        Assert.True(run.Failures.Count == 0, string.Join("\n\n", run.Failures.Take(5).Select(failure => $"variation {failure.Number}: {failure.Failure}")));
    }
}
