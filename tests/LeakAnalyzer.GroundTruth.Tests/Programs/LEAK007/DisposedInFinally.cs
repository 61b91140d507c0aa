// clean: the linked source is disposed on every path
public static class Client
{
    public static async Task<int> GetAsync(Func<CancellationToken, Task<string>> get, CancellationToken token)
    {
        var linked = CancellationTokenSource.CreateLinkedTokenSource(token);
        linked.CancelAfter(TimeSpan.FromSeconds(30));
        try
        {
            string answer = await get(linked.Token);
            return int.Parse(answer);
        }
        finally
        {
            linked.Dispose();
        }
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
