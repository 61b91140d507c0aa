// LEAK007: an exception skips the disposal of the linked source
public static class Client
{
    public static async Task<int> GetAsync(Func<CancellationToken, Task<string>> get, CancellationToken token)
    {
        var linked = CancellationTokenSource.CreateLinkedTokenSource(token); // LEAK007
        linked.CancelAfter(TimeSpan.FromSeconds(30));
        string answer = await get(linked.Token);
        linked.Dispose();
        return int.Parse(answer);
    }

    public static async Task<string> RunAsync(World world)
    {
        try
        {
            return $"{await GetAsync(Fail, world.Token)}";
        }
        catch (IOException e)
        {
            return e.Message;
        }

        static async Task<string> Fail(CancellationToken token)
        {
            await Task.Delay(2, token);
            throw new IOException("connection reset");
        }
    }
}
