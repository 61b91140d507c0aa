namespace OrderService;

/// <summary>Logs that the service is alive. It goes on logging after its disposal.</summary>
public sealed class Heartbeat(ILogger<Heartbeat> log) : IDisposable
{
    private bool _isDisposed;

    public void Start()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _ = Task.Run(async () => // LEAK004
        {
            while (true)
            {
                log.LogInformation("Alive");
                await Task.Delay(TimeSpan.FromSeconds(1));
            }
        });
    }

    public void Dispose() => _isDisposed = true;
}
