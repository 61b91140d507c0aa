// LEAK004: the local function polls for ever, and the method that calls it has no token
public static class Monitor
{
    public static async Task<string> WatchAsync()
    {
        int polls = 0;
        _ = PollAsync(); // LEAK004
        while (Volatile.Read(ref polls) == 0)
        {
            await Task.Delay(1);
        }

        return "polled";

        async Task PollAsync()
        {
            while (true)
            {
                Interlocked.Increment(ref polls);
                await Task.Delay(15).ConfigureAwait(false);
            }
        }
    }

    public static Task<string> RunAsync(World world) => WatchAsync();
}
