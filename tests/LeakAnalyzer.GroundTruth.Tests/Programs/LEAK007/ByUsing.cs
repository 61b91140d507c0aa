// clean: the linked source is disposed
public static class Client
{
    public static async Task<string> GetAsync(CancellationToken token, CancellationToken stopping)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(token, stopping);
        await Task.Delay(5, either.Token);
        return "got";
    }

    public static Task<string> RunAsync(World world) => GetAsync(CancellationToken.None, world.Token);
}
