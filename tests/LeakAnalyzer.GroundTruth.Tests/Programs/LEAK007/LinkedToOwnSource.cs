// clean: the dropped source is linked only to the method's own source, which is disposed
public static class Client
{
    public static async Task<string> GetAsync(CancellationToken token)
    {
        using var own = new CancellationTokenSource();
        CancellationToken linked = CancellationTokenSource.CreateLinkedTokenSource(own.Token, CancellationToken.None).Token;
        await Task.Delay(2, linked);
        token.ThrowIfCancellationRequested();
        return "got";
    }

    public static Task<string> RunAsync(World world) => GetAsync(world.Token);
}
