namespace OrderService;

/// <summary>Logs that the service is alive, until it is disposed.</summary>
public sealed class Heartbeat(ILogger<Heartbeat> log) : IDisposable
{
    private readonly CancellationTokenSource _disposed = new();

    public void Start()
    {
        CancellationToken disposed = _disposed.Token;
        _ = Task.Run(async () =>
        {
            while (!disposed.IsCancellationRequested)
            {
                log.LogInformation("Alive");
                await Task.Delay(TimeSpan.FromSeconds(1), disposed);
            }
        });
    }

    public void Dispose()
    {
        if (!_disposed.IsCancellationRequested)
        {
            _disposed.Cancel();
        }

        _disposed.Dispose();
    }
}
