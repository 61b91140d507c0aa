// clean: the type's Dispose cancels the loop
public sealed class Connection : IDisposable
{
    private readonly MemoryStream _stream = new();
    private CancellationTokenSource? _closed;
    private Task? _ping;

    public void Open(CancellationToken token)
    {
        _closed = CancellationTokenSource.CreateLinkedTokenSource(token);
        _ping = PingAsync(_closed.Token);
    }

    public bool IsAlive => _ping is { IsCompleted: false };

    public void Dispose()
    {
        _closed?.Cancel();
        _closed?.Dispose();
        _stream.Dispose();
    }

    private static async Task PingAsync(CancellationToken token)
    {
        while (!token.IsCancellationRequested)
        {
            await Task.Delay(20, token);
        }
    }

    public static async Task<string> RunAsync(World world)
    {
        using var connection = new Connection();
        connection.Open(world.Token);
        await Task.Delay(5, world.Token);
        return connection.IsAlive ? "alive" : "dead";
    }
}
