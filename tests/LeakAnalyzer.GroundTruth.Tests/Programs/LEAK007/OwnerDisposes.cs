// clean: the linked source is in a field, and the type's Dispose disposes it
public sealed class Session(CancellationToken token) : IDisposable
{
    private readonly CancellationTokenSource _ended = CancellationTokenSource.CreateLinkedTokenSource(token);

    public async Task<string> GetAsync()
    {
        await Task.Delay(2, _ended.Token);
        return "got";
    }

    public void Dispose()
    {
        _ended.Cancel();
        _ended.Dispose();
    }

    public static async Task<string> RunAsync(World world)
    {
        using var session = new Session(world.Token);
        return await session.GetAsync();
    }
}
