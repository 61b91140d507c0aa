using System.Threading.Channels;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using ReferenceMethods;

namespace LeakAnalyzer.Benchmarks.Reference;

/// <summary>Measures the C# forms of the methods in the time table of the blog post "Leaky Go Channels".</summary>
[Config(typeof(FewLongCalls))]
[MemoryDiagnoser]
[MinColumn]
[CategoriesColumn, GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
public class ReferenceBenchmarks
{
    private const int Iterations = int.MaxValue;

    private Channel<int> _channel = null!;
    private CancellationTokenSource _source = null!;

    [IterationSetup]
    public void OpenParents()
    {
        _channel = Channel.CreateUnbounded<int>();
        _source = new CancellationTokenSource();
    }

    /// <summary>Ends the wait that <c>LeakyAsync</c> has left behind, so that it doesn't slow down the next call.</summary>
    [IterationCleanup]
    public void CloseParents()
    {
        _channel.Writer.Complete();
        _source.Dispose();
    }

    [Benchmark(Description = "Selecting"), BenchmarkCategory("channel")]
    public Task SelectingChannel() => ChannelForm.Selecting(_channel.Reader, Iterations);

    [Benchmark(Description = "LeakyAsync", Baseline = true), BenchmarkCategory("channel")]
    public Task LeakyAsyncChannel() => ChannelForm.LeakyAsync(_channel.Reader, Iterations);

    [Benchmark(Description = "ContextAsync"), BenchmarkCategory("channel")]
    public Task ContextAsyncChannel() => ChannelForm.ContextAsync(_channel.Reader, Iterations, _source.Token);

    [Benchmark(Description = "Selecting"), BenchmarkCategory("token")]
    public Task SelectingToken() => TokenForm.Selecting(_source.Token, Iterations);

    [Benchmark(Description = "LeakyAsync", Baseline = true), BenchmarkCategory("token")]
    public Task LeakyAsyncToken() => TokenForm.LeakyAsync(_source.Token, Iterations);

    [Benchmark(Description = "ContextAsync"), BenchmarkCategory("token")]
    public Task ContextAsyncToken() => TokenForm.ContextAsync(_source.Token, Iterations);
}
