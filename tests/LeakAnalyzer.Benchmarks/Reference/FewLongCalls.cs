using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using Perfolizer.Mathematics.OutlierDetection;

namespace LeakAnalyzer.Benchmarks.Reference;

/// <summary>
/// How methods are measured whose one call takes from half a second to ten: ten calls, each timed for itself, without the
/// trial calls that only find out how many fit into an iteration.
/// </summary>
internal sealed class FewLongCalls : ManualConfig
{
    public FewLongCalls() => AddJob(Job.Default
        .WithStrategy(RunStrategy.Monitoring)
        .WithWarmupCount(1)
        .WithIterationCount(10)
        // A call that another process of the machine held up says nothing about the method.
        .WithOutlierMode(OutlierMode.RemoveUpper)
        // A method that is called this seldom never reaches the JIT's upper tier. Without tiers it is optimised at once.
        .WithEnvironmentVariable("DOTNET_TieredCompilation", "0"));
}
