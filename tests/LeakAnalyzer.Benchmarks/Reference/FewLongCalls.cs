using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using Perfolizer.Mathematics.OutlierDetection;

namespace LeakAnalyzer.Benchmarks.Reference;

/// <summary>
/// The configuration for methods of which one call takes from half a second to ten seconds. Ten calls are timed one by one. BenchmarkDotNet's pilot
/// stage, which finds out how many calls fit into an iteration, is left out.
/// </summary>
internal sealed class FewLongCalls : ManualConfig
{
    public FewLongCalls() => AddJob(Job.Default
        .WithStrategy(RunStrategy.Monitoring)
        .WithWarmupCount(1)
        .WithIterationCount(10)
        // An outlier among the slow calls was delayed by another process, and says nothing about the method.
        .WithOutlierMode(OutlierMode.RemoveUpper)
        // With tiered compilation, a method that is called so seldom would never be fully optimised.
        .WithEnvironmentVariable("DOTNET_TieredCompilation", "0"));
}
