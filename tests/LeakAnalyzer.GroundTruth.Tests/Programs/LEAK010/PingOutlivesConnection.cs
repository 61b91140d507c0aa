// LEAK010: the loop has only the token that was passed to 'Open', and the type's Dispose doesn't end it
// no fix: a new source would be linked to the token of 'Open', which may be called again with another token
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
