// clean: the callback is on the token of the method's own source, whose disposal removes it
public static class Poller
{
    public static async Task<string> PollAsync(CancellationToken token)
    {
        int stopped = 0;
        using var polled = new CancellationTokenSource();
        polled.Token.Register(() => stopped++);
        await Task.Delay(2, token);
        polled.Cancel();
        return $"{stopped} stopped";
    }

    public static Task<string> RunAsync(World world) => PollAsync(world.Token);
}
