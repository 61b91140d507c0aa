using System.Threading.Channels;

namespace LeakAnalyzer.Benchmarks.Picture;

/// <summary>
/// A reader that remembers the reads that were begun on it, without keeping them in memory. A task that awaits a read is alive exactly as long as the
/// read, because only the read refers to the task.
/// </summary>
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

    /// <summary>Counts the reads that are in memory and have not completed.</summary>
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
