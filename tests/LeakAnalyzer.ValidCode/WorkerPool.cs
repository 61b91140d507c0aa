// Close to what LEAK001, LEAK005 and LEAK006 report, but without a leak: limits on how many jobs run at the same time. A semaphore is used as a
// lock: the method that waits for it also releases it. The worker tasks end when their channel is completed, and other tasks complete by themselves.
using System.Threading.Channels;

namespace LeakAnalyzer.ValidCode;

public sealed class WorkerPool : IAsyncDisposable
{
    private readonly SemaphoreSlim _slots;
    private readonly Channel<Func<CancellationToken, Task>> _jobs;
    private readonly CancellationTokenSource _disposed = new();
    private readonly List<Task> _workers = [];

    public WorkerPool(int size)
    {
        _slots = new SemaphoreSlim(size);
        _jobs = Channel.CreateBounded<Func<CancellationToken, Task>>(size * 4);
        for (int i = 0; i < size; i++)
        {
            _workers.Add(WorkAsync(_disposed.Token));
        }
    }

    public event EventHandler<Exception>? Failed;

    public ValueTask EnqueueAsync(Func<CancellationToken, Task> job, CancellationToken token) => _jobs.Writer.WriteAsync(job, token);

    /// <summary>Runs a job that isn't in the queue, as soon as the semaphore has a permit.</summary>
    public void Post(Func<Task> job) => _ = Task.Run(async () =>
    {
        await _slots.WaitAsync().ConfigureAwait(false);
        try
        {
            await job().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Failed?.Invoke(this, exception);
        }
        finally
        {
            _slots.Release();
        }
    });

    /// <summary>Runs all jobs. At most <paramref name="atOnce"/> of them run at the same time.</summary>
    public static async Task<T[]> RunAllAsync<T>(IEnumerable<Func<CancellationToken, Task<T>>> jobs, int atOnce, CancellationToken token)
    {
        using var gate = new SemaphoreSlim(atOnce);
        return await Task.WhenAll(jobs.Select(RunOneAsync)).ConfigureAwait(false);

        async Task<T> RunOneAsync(Func<CancellationToken, Task<T>> job)
        {
            await gate.WaitAsync(token).ConfigureAwait(false);
            try
            {
                return await job(token).ConfigureAwait(false);
            }
            finally
            {
                gate.Release();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _jobs.Writer.TryComplete();
        _disposed.CancelAfter(TimeSpan.FromSeconds(5));
        await Task.WhenAll(_workers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _disposed.Dispose();
        _slots.Dispose();
    }

    private async Task WorkAsync(CancellationToken disposed)
    {
        await foreach (Func<CancellationToken, Task> job in _jobs.Reader.ReadAllAsync(disposed).ConfigureAwait(false))
        {
            try
            {
                await job(disposed).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                Failed?.Invoke(this, exception);
            }
        }
    }
}
