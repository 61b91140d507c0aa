// clean: the method does nothing but start tasks with a token, which the pool later cancels
public static class Pool
{
    public static void Start(ChannelReader<int> items, CancellationToken closed)
    {
        for (int i = 0; i < 3; i++)
        {
            _ = Task.Run(async () =>
            {
                await foreach (int item in items.ReadAllAsync(closed))
                {
                    Trace.WriteLine(item);
                }
            }, closed);
        }
    }

    public static async Task<string> RunAsync(World world)
    {
        using var pool = new CancellationTokenSource();
        Start(world.Items.Reader, pool.Token);
        await Task.Delay(10);
        await pool.CancelAsync();
        return "closed";
    }
}
