// Close to what LEAK003, LEAK007 and LEAK009 report, but without a leak: each call cancels the source of the previous call, and each delay
// has a token that ends it.
namespace LeakAnalyzer.ValidCode;

public sealed class Debouncer : IDisposable
{
    private readonly TimeSpan _pause;
    private readonly object _lock = new();
    private CancellationTokenSource? _latest;

    public Debouncer(TimeSpan pause) => _pause = pause;

    /// <summary>Runs an action after a pause, unless another call follows during the pause.</summary>
    public void Post(Action action)
    {
        var cts = new CancellationTokenSource();
        lock (_lock)
        {
            _latest?.Cancel();
            _latest = cts;
        }

        _ = RunAsync(action, cts);
    }

    /// <summary>Runs a search after a pause, unless another call follows during the pause. The caller can cancel it too.</summary>
    public async Task<T?> SearchAsync<T>(Func<CancellationToken, Task<T>> search, CancellationToken token)
    {
        using var cts = CancellationTokenSource.CreateLinkedTokenSource(token);
        lock (_lock)
        {
            _latest?.Cancel();
            _latest = cts;
        }

        try
        {
            await Task.Delay(_pause, cts.Token).ConfigureAwait(false);
            return await search(cts.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            return default;
        }
        finally
        {
            lock (_lock)
            {
                if (_latest == cts)
                {
                    _latest = null;
                }
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _latest?.Cancel();
            _latest = null;
        }
    }

    private async Task RunAsync(Action action, CancellationTokenSource cts)
    {
        using (cts)
        {
            await Task.Delay(_pause, cts.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            bool isLatest;
            lock (_lock)
            {
                isLatest = _latest == cts;
                if (isLatest)
                {
                    _latest = null;
                }
            }

            if (isLatest)
            {
                action();
            }
        }
    }
}
