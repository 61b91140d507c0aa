using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using Perfolizer.Mathematics.OutlierDetection;

namespace LeakAnalyzer.Benchmarks.Reference;

/// <summary>
/// The configuration for methods of which one call takes from half a second to ten seconds: ten calls, each timed separately, without the trial calls
/// that find out how many calls fit into an iteration.
/// </summary>
internal sealed class FewLongCalls : ManualConfig
{
    public FewLongCalls() => AddJob(Job.Default
        .WithStrategy(RunStrategy.Monitoring)
        .WithWarmupCount(1)
        .WithIterationCount(10)
        // The time of a call that another process has delayed says nothing about the method.
        .WithOutlierMode(OutlierMode.RemoveUpper)
        // A method that is called so seldom never reaches the JIT's upper tier. Without tiers it is optimised at once.
        .WithEnvironmentVariable("DOTNET_TieredCompilation", "0"));
}
