// clean: a read that is still pending is reused in the next iteration, and the last one is cancelled
public static class Merger
{
    public static async Task<string> MergeAsync(ChannelReader<int> reader, CancellationToken token)
    {
        using var merged = CancellationTokenSource.CreateLinkedTokenSource(token);
        try
        {
            int ticks = 0;
            Task<int>? read = null;
            while (ticks < 3)
            {
                read ??= reader.ReadAsync(merged.Token).AsTask();
                Task tick = TickAsync();
                if (await Task.WhenAny(read, tick) == tick)
                {
                    ticks++;
                }
                else
                {
                    read = null;
                }
            }

            return $"{ticks} ticks";
        }
        finally
        {
            await merged.CancelAsync();
        }
    }

    private static async Task TickAsync()
    {
        await Task.Delay(2);
    }

    public static Task<string> RunAsync(World world) => MergeAsync(world.Items.Reader, world.Token);
}
