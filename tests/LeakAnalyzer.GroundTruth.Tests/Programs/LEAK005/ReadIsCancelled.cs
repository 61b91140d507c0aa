// clean: if the read loses the race, the method cancels it
public static class Consumer
{
    public static async Task<int?> NextAsync(ChannelReader<int> reader, Task closed)
    {
        using var lost = new CancellationTokenSource();
        Task<int> read = reader.ReadAsync(lost.Token).AsTask();
        if (await Task.WhenAny(read, closed) == read)
        {
            return await read;
        }

        lost.Cancel();
        return null;
    }

    public static async Task<string> RunAsync(World world)
    {
        int? item = await NextAsync(world.Items.Reader, Task.Delay(10));
        return item is null ? "closed" : "item";
    }
}
