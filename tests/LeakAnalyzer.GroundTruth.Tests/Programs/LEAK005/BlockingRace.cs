// LEAK005: the race blocks its thread; the read that loses is left pending, as in an awaited race
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
