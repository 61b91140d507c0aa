// LEAK005: a read that loses the race stays pending, and takes the next item, which is then lost
public static class Consumer
{
    public static async Task<int?> NextAsync(ChannelReader<int> reader, Task closed)
    {
        Task<int> read = reader.ReadAsync().AsTask(); // LEAK005
        Task first = await Task.WhenAny(read, closed);
        return first == read ? read.Result : null;
    }

    public static async Task<string> RunAsync(World world)
    {
        int? item = await NextAsync(world.Items.Reader, Task.Delay(10));
        return item is null ? "closed" : "item";
    }
}
