// LEAK002: the method starts some tasks with the caller's token, goes on working, and returns while they still run
public static class Fan
{
    public static async Task<string> OutAsync(ChannelReader<int> items, CancellationToken token)
    {
        for (int i = 0; i < 3; i++)
        {
            _ = Task.Run(async () => // LEAK002
            {
                await foreach (int item in items.ReadAllAsync(token))
                {
                    Trace.WriteLine(item);
                }
            }, token);
        }

        await Task.Delay(10, token);
        return "fed";
    }

    public static Task<string> RunAsync(World world) => OutAsync(world.Items.Reader, world.Token);
}
