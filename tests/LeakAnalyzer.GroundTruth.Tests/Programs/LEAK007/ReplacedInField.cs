// LEAK007: each call puts a new linked source into the field, and the type's Dispose disposes only the last one
// no fix: only the author of the code knows when the source of the previous call is no longer needed
public sealed class Session(CancellationToken token) : IDisposable
{
    private CancellationTokenSource? _turn;

    public async Task<string> AskAsync()
    {
        _turn = CancellationTokenSource.CreateLinkedTokenSource(token); // LEAK007
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
