// LEAK007: the method takes the linked source's token and drops the source, which stays registered with its parent tokens
public static class Client
{
    public static async Task<string> GetAsync(CancellationToken token, CancellationToken stopping)
    {
        CancellationToken either = CancellationTokenSource.CreateLinkedTokenSource(token, stopping).Token; // LEAK007
        await Task.Delay(5, either);
        return "got";
    }

    public static Task<string> RunAsync(World world) => GetAsync(CancellationToken.None, world.Token);
}
