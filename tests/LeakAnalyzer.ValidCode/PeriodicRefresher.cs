// Close to what LEAK003, LEAK004 and LEAK010 report, but without a leak: periodic loops. One ends when its timer is disposed, one when its
// CancellationTokenSource is cancelled, and one when a flag is set.
namespace LeakAnalyzer.ValidCode;

public sealed class PeriodicRefresher<T> : IDisposable
{
    private readonly Func<CancellationToken, Task<T>> _load;
    private readonly PeriodicTimer _timer;
    private readonly Task _refreshing;
    private volatile object? _value;

    public PeriodicRefresher(Func<CancellationToken, Task<T>> load, TimeSpan period)
    {
        _load = load;
        _timer = new PeriodicTimer(period);
        _refreshing = RefreshAsync();
    }

    public T? Value => (T?)_value;

    public bool IsRefreshing => !_refreshing.IsCompleted;

    public void Dispose() => _timer.Dispose();

    private async Task RefreshAsync()
    {
        do
        {
            try
            {
                _value = await _load(CancellationToken.None).ConfigureAwait(false);
            }
            catch (HttpRequestException)
            {
                // The old value stays until the next tick.
            }
        }
        while (await _timer.WaitForNextTickAsync().ConfigureAwait(false));
    }
}

public sealed class LeaseKeeper : IDisposable
{
    private readonly Func<Task<bool>> _renew;
    private CancellationTokenSource? _released;

    public LeaseKeeper(Func<Task<bool>> renew) => _renew = renew;

    public void Acquire()
    {
        Release();
        var released = new CancellationTokenSource();
        _released = released;
        _ = RenewAsync(released.Token);
    }

    public void Release()
    {
        CancellationTokenSource? released = Interlocked.Exchange(ref _released, null);
        released?.Cancel();
        released?.Dispose();
    }

    public void Dispose() => Release();

    private async Task RenewAsync(CancellationToken released)
    {
        while (!released.IsCancellationRequested)
        {
            await _renew().ConfigureAwait(false);
            await Task.Delay(TimeSpan.FromSeconds(10), released).ConfigureAwait(false);
        }
    }
}

public sealed class Heartbeat : IDisposable
{
    private readonly Action _beat;
    private volatile bool _disposed;

    public Heartbeat(Action beat)
    {
        _beat = beat;
        _ = BeatAsync();
    }

    public void Dispose() => _disposed = true;

    private async Task BeatAsync()
    {
        while (!_disposed)
        {
            _beat();
            await Task.Delay(TimeSpan.FromSeconds(1)).ConfigureAwait(false);
        }
    }
}
