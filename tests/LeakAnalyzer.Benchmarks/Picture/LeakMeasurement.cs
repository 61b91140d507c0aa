using System.Threading.Channels;
using ReferenceMethods;

namespace LeakAnalyzer.Benchmarks.Picture;

/// <summary>Calls a method again and again with the same channel and the same token, and measures at intervals what the calls have left in memory.</summary>
internal sealed class LeakMeasurement(int calls, int steps)
{
    private const int Iterations = 100;

    /// <summary>The number of calls before each pause: small, so that the thread pool's queue stays short.</summary>
    private const int Burst = 500;

    private delegate Task Method(ChannelReader<int> parent, CancellationToken cancellationToken);

    public IReadOnlyList<LeakCurve> Run() =>
    [
        Measure("LeakyAsync", (parent, _) => ChannelForm.LeakyAsync(parent, Iterations)),
        Measure("naive fix", (parent, token) => NaiveFix.DisposedAsync(parent, Iterations, token)),
        Measure("ContextAsync", (parent, token) => ChannelForm.ContextAsync(parent, Iterations, token)),
    ];

    /// <summary>Measures in two runs, one for the tasks and one for the memory, because counting the tasks needs memory.</summary>
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

    /// <summary>Waits until each task has completed or awaits something.</summary>
    private static void Settle(TimeSpan quiet)
    {
        do
        {
            Thread.Sleep(quiet);
        }
        while (ThreadPool.PendingWorkItemCount > 0);
    }
}
