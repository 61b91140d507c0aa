// LEAK007: each question puts a new source into the field; the type's end disposes the last one only
// no fix: where the source before is no longer needed has to be known by who writes it
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
