using LeakAnalyzer.Tests.Conventions;

namespace LeakAnalyzer.Volume.Tests.RealCode;

/// <summary>Tests that leaks which are inserted into clean code are reported, and that their fixes are right.</summary>
public class PlantTests
{
    [Fact]
    public async Task Planted_Leaks_Are_Reported_And_Fixed()
    {
        var run = new FolderFixes(limit: 6, seed: 1, TextWriter.Null);
        await run.TryAsync(Path.Combine(BuildFacts.RepositoryRoot, "tests", "LeakAnalyzer.ValidCode"));

        Assert.True(run.Tally.Tried >= 6, run.Tally.ToString());
        Assert.Empty(run.Failures.Concat(run.LooseFailures).Select(failure => failure.Failure.ToString()));
    }
}
