// LEAK010: the ping has the token that the connection was given, and nothing that disposing it ends
// no fix: there is none yet
public sealed class Connection : IDisposable
{
    private readonly MemoryStream _stream = new();
    private Task? _ping;

    public void Open(CancellationToken token)
    {
        _ping = PingAsync(token); // LEAK010
    }

    public bool IsAlive => _ping is { IsCompleted: false };

    public void Dispose()
    {
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
