// clean: the type's Dispose disposes the timer, which ends the loop that waits for its ticks
public sealed class Refresher : IDisposable
{
    private readonly PeriodicTimer _timer = new(TimeSpan.FromMilliseconds(10));
    private readonly Task _loop;
    private int _refreshed;

    public Refresher()
    {
        _loop = LoopAsync();
    }

    public bool HasStarted => Volatile.Read(ref _refreshed) > 0 && !_loop.IsCompleted;

    public void Dispose() => _timer.Dispose();

    private async Task LoopAsync()
    {
        while (await _timer.WaitForNextTickAsync())
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
