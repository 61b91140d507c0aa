using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using Perfolizer.Mathematics.OutlierDetection;

namespace LeakAnalyzer.Benchmarks.Reference;

/// <summary>The configuration for methods of which one call takes from half a second to ten seconds: ten calls are timed one by one.</summary>
internal sealed class FewLongCalls : ManualConfig
{
    public FewLongCalls() => AddJob(Job.Default
        .WithStrategy(RunStrategy.Monitoring)
        .WithWarmupCount(1)
        .WithIterationCount(10)
        // A slow outlier was delayed by another process.
        .WithOutlierMode(OutlierMode.RemoveUpper)
        // With tiered compilation, so few calls would run code that isn't fully optimised.
        .WithEnvironmentVariable("DOTNET_TieredCompilation", "0"));
}
