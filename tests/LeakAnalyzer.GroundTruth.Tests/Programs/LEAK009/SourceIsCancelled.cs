// clean: the method cancels the delay that lost the race
public static class Limit
{
    public static async Task<string> RunAsync(Task work, TimeSpan patience, CancellationToken token)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(token);
        Task delay = Task.Delay(patience, linked.Token);
        Task first = await Task.WhenAny(work, delay);
        if (first == delay)
        {
            return "timeout";
        }

        linked.Cancel();
        return "worked";
    }

    public static Task<string> RunAsync(World world) => RunAsync(Task.Delay(2), world.Patience, world.Token);
}
