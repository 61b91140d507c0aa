using System.Globalization;
using LeakAnalyzer.Volume.Tests.Checking;
using Xunit.Abstractions;

namespace LeakAnalyzer.Volume.Tests;

/// <summary>Each fix, applied to more code than anybody would write.</summary>
public class VolumeTests(ITestOutputHelper output)
{
    /// <summary>The environment variable that says how many variations are tried.</summary>
    private const string Variable = "LEAK_VOLUME";

    private static long Variations =>
        long.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out long count) ? count : 300;

    [Fact]
    public async Task Fixes_Are_Right_In_Generated_Code()
    {
        var run = new GeneratedRun();
        await run.TryAsync(0, Variations);

        output.WriteLine(run.Tally.ToString());
        Assert.True(run.Failures.Count == 0, string.Join("\n\n", run.Failures.Take(5).Select(failure => $"variation {failure.Number}: {failure.Failure}")));
    }
}
