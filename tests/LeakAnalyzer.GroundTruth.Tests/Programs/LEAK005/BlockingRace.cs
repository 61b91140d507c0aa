// LEAK005: the method blocks until the first task completes, and leaves the read pending if the other task wins
public static class Consumer
{
    public static string Next(ChannelReader<int> reader, Task closed)
    {
        Task<int> read = reader.ReadAsync().AsTask(); // LEAK005
        int first = Task.WaitAny(read, closed);
        return first == 0 ? "item" : "closed";
    }

    public static Task<string> RunAsync(World world) => Task.FromResult(Next(world.Items.Reader, Task.Delay(10)));
}
