using System.Threading.Channels;
using ReferenceMethods;

namespace LeakAnalyzer.Benchmarks.Picture;

/// <summary>
/// Calls a method again and again with the same parents: a channel and a token, which stay reachable and open as in a server. At intervals it
/// measures what the calls have left.
/// </summary>
internal sealed class LeakMeasurement(int calls, int steps)
{
    /// <summary>The number of iterations of the method's loop. What a call leaves doesn't depend on it.</summary>
    private const int Iterations = 100;

    /// <summary>The number of calls that are made at once. It is small enough to keep the thread pool's own queue short.</summary>
    private const int Burst = 500;

    private delegate Task Method(ChannelReader<int> parent, CancellationToken cancellationToken);

    /// <summary>Measures the curves of <c>LeakyAsync</c>, of <see cref="NaiveFix"/> and of <c>ContextAsync</c>.</summary>
    public IReadOnlyList<LeakCurve> Run() =>
    [
        Measure("LeakyAsync", (parent, _) => ChannelForm.LeakyAsync(parent, Iterations)),
        Measure("naive fix", (parent, token) => NaiveFix.DisposedAsync(parent, Iterations, token)),
        Measure("ContextAsync", (parent, token) => ChannelForm.ContextAsync(parent, Iterations, token)),
    ];

    /// <summary>Measures one curve. Tasks and memory are measured in two runs, because counting the tasks needs memory.</summary>
    private LeakCurve Measure(string name, Method method)
    {
        long[] tasks = Look(method, static channel => new WatchedReader(channel), static reader => ((WatchedReader)reader).CountAlive());
        long[] bytes = Look(method, static channel => channel, static _ => GC.GetTotalMemory(forceFullCollection: true));
        return new LeakCurve(name, [.. tasks.Select((count, step) => new LeakPoint(CallsAfter(step), (int)count, bytes[step] - bytes[0]))]);
    }

    private long[] Look(Method method, Func<ChannelReader<int>, ChannelReader<int>> watch, Func<ChannelReader<int>, long> look)
    {
        var channel = Channel.CreateUnbounded<int>();
        using var source = new CancellationTokenSource();
        ChannelReader<int> parent = watch(channel.Reader);
        long[] seen = new long[steps + 1];
        for (int step = 0, called = 0; step <= steps; step++)
        {
            for (; called < CallsAfter(step); called++)
            {
                method(parent, source.Token).GetAwaiter().GetResult();
                if (called % Burst == 0)
                {
                    Settle(TimeSpan.FromMilliseconds(1));
                }
            }

            Settle(TimeSpan.FromMilliseconds(200));
            GC.Collect();
            seen[step] = look(parent);
        }

        GC.KeepAlive(channel);
        return seen;
    }

    private int CallsAfter(int step) => (int)((long)calls * step / steps);

    /// <summary>Waits until no work has been queued for some time. Each task has then ended, or waits.</summary>
    private static void Settle(TimeSpan quiet)
    {
        do
        {
            Thread.Sleep(quiet);
        }
        while (ThreadPool.PendingWorkItemCount > 0);
    }
}
