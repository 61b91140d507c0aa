// clean: the method writes an item for each task, and awaits all of them
public static class Fan
{
    public static async Task<string> OutAsync(Channel<int> items, CancellationToken token)
    {
        var workers = new List<Task<int>>();
        for (int i = 0; i < 4; i++)
        {
            workers.Add(Task.Run(async () => await items.Reader.ReadAsync(token), token));
        }

        for (int i = 0; i < 4; i++)
        {
            await items.Writer.WriteAsync(i, token);
        }

        int[] read = await Task.WhenAll(workers);
        return $"{read.Sum()}";
    }

    public static Task<string> RunAsync(World world) => OutAsync(world.Items, world.Token);
}
