// clean: the method awaits the read after the race, whichever task has won
public static class Consumer
{
    public static async Task<string> NextAsync(Channel<int> items, Task closed)
    {
        Task<int> read = items.Reader.ReadAsync().AsTask();
        bool isClosed = await Task.WhenAny(read, closed) == closed;
        items.Writer.TryWrite(5);
        int item = await read;
        return isClosed ? $"closed before {item}" : $"{item}";
    }

    public static Task<string> RunAsync(World world) => NextAsync(world.Items, Task.Delay(10));
}
