// clean: the loop tests a flag that the method sets
public static class Monitor
{
    public static async Task<string> WatchAsync()
    {
        int polls = 0;
        bool isOver = false;
        _ = PollAsync();
        while (Volatile.Read(ref polls) == 0)
        {
            await Task.Delay(1);
        }

        Volatile.Write(ref isOver, true);
        return "polled";

        async Task PollAsync()
        {
            while (!Volatile.Read(ref isOver))
            {
                Interlocked.Increment(ref polls);
                await Task.Delay(15).ConfigureAwait(false);
            }
        }
    }

    public static Task<string> RunAsync(World world) => WatchAsync();
}
