// clean: each call disposes the source of the previous call, and the type's Dispose that of the last call
public sealed class Session(CancellationToken token) : IDisposable
{
    private CancellationTokenSource? _turn;

    public async Task<string> AskAsync()
    {
        _turn?.Dispose();
        _turn = CancellationTokenSource.CreateLinkedTokenSource(token);
        await Task.Delay(2, _turn.Token);
        return "answered";
    }

    public void Dispose() => _turn?.Dispose();

    public static async Task<string> RunAsync(World world)
    {
        using var session = new Session(world.Token);
        await session.AskAsync();
        return await session.AskAsync();
    }
}
