using System.Threading.Channels;

namespace LeakAnalyzer.Benchmarks.Picture;

/// <summary>A channel reader that counts its pending reads. It refers to them weakly, so that counting doesn't keep them in memory.</summary>
internal sealed class WatchedReader(ChannelReader<int> inner) : ChannelReader<int>
{
    private readonly List<WeakReference<Task>> _reads = [];

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(CancellationToken cancellationToken = default)
    {
        Task<int> read = inner.ReadAsync(cancellationToken).AsTask();
        lock (_reads)
        {
            _reads.Add(new WeakReference<Task>(read));
        }

        return new ValueTask<int>(read);
    }

    /// <summary>Counts the reads that have neither completed nor been garbage-collected.</summary>
    public int CountAlive()
    {
        lock (_reads)
        {
            return _reads.Count(read => read.TryGetTarget(out Task? task) && !task.IsCompleted);
        }
    }

    /// <inheritdoc/>
    public override bool TryRead(out int item) => inner.TryRead(out item);

    /// <inheritdoc/>
    public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) => inner.WaitToReadAsync(cancellationToken);
}
