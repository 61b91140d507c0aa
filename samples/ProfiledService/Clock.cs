namespace ProfiledService;

/// <summary>Runs as long as the service.</summary>
public sealed class Clock : BackgroundService
{
    /// <summary>When the clock last ticked.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            Now = DateTimeOffset.UtcNow;
        }
    }
}
