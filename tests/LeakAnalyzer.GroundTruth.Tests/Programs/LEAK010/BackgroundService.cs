// clean: the task waits with the stoppingToken of a BackgroundService, which is cancelled when the service stops
public sealed class Worker : BackgroundService
{
    private Task? _beat;
    private int _beats;

    public bool IsBeating => _beat is { IsCompleted: false };

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _beat = BeatAsync(stoppingToken);
        await Task.Delay(Timeout.Infinite, stoppingToken);
    }

    private async Task BeatAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            Interlocked.Increment(ref _beats);
            await Task.Delay(20, stoppingToken);
        }
    }

    public static async Task<string> RunAsync(World world)
    {
        using var worker = new Worker();
        await worker.StartAsync(CancellationToken.None);
        while (Volatile.Read(ref worker._beats) == 0)
        {
            await Task.Delay(1);
        }

        await worker.StopAsync(world.Token);
        return "beaten";
    }
}
