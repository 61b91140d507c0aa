// clean: one delay limits the time of the whole loop, and is cancelled after the loop
public static class Pump
{
    public static async Task<string> PumpAsync(ChannelReader<int> items, TimeSpan patience, CancellationToken token)
    {
        int sum = 0;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(token);
        Task idle = Task.Delay(patience, over.Token);
        try
        {
            while (true)
            {
                Task<bool> ready = items.WaitToReadAsync(over.Token).AsTask();
                if (await Task.WhenAny(ready, idle) == idle || !await ready)
                {
                    return $"{sum}";
                }

                while (items.TryRead(out int item))
                {
                    sum += item;
                }
            }
        }
        finally
        {
            await over.CancelAsync();
        }
    }

    public static async Task<string> RunAsync(World world)
    {
        Task<string> pump = PumpAsync(world.Items.Reader, world.Patience, world.Token);
        for (int i = 1; i <= 3; i++)
        {
            world.Items.Writer.TryWrite(i);
            await Task.Delay(2);
        }

        world.Items.Writer.Complete();
        return await pump;
    }
}
