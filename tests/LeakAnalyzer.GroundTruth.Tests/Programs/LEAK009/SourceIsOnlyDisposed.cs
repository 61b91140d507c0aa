// LEAK009: the delay has the token of a linked source that is disposed and not cancelled
public static class Limit
{
    public static async Task<string> RunAsync(Task work, TimeSpan patience, CancellationToken token)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(token);
        Task delay = Task.Delay(patience, linked.Token); // LEAK009
        Task first = await Task.WhenAny(work, delay);
        return first == work ? "worked" : "timeout";
    }

    public static Task<string> RunAsync(World world) => RunAsync(Task.Delay(2), world.Patience, world.Token);
}
