// LEAK005: each iteration begins a new read, and leaves the previous one pending
public static class Merger
{
    public static async Task<string> MergeAsync(ChannelReader<int> reader, CancellationToken token)
    {
        int ticks = 0;
        while (ticks < 3)
        {
            Task<int> read = reader.ReadAsync(token).AsTask(); // LEAK005
            Task tick = TickAsync();
            if (await Task.WhenAny(read, tick) == tick)
            {
                ticks++;
            }
        }

        return $"{ticks} ticks";
    }

    private static async Task TickAsync()
    {
        await Task.Delay(2);
    }

    public static Task<string> RunAsync(World world) => MergeAsync(world.Items.Reader, world.Token);
}
