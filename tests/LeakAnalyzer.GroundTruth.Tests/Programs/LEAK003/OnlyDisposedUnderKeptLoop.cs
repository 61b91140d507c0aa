// LEAK003: the loop's task is in a field, and the type's Dispose doesn't cancel the loop's source but only disposes it
public sealed class Refresher : IDisposable
{
    private readonly CancellationTokenSource _stop = new(); // LEAK003
    private readonly Task _loop;
    private int _refreshed;

    public Refresher()
    {
        _loop = LoopAsync(_stop.Token);
    }

    public bool HasStarted => Volatile.Read(ref _refreshed) > 0 && !_loop.IsCompleted;

    public void Dispose() => _stop.Dispose();

    private async Task LoopAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (await timer.WaitForNextTickAsync(stop))
        {
            Interlocked.Increment(ref _refreshed);
        }
    }

    public static async Task<string> RunAsync(World world)
    {
        using var refresher = new Refresher();
        while (!refresher.HasStarted)
        {
            await Task.Delay(1);
        }

        return "refreshed";
    }
}
