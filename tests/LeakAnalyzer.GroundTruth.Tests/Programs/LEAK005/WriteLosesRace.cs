// LEAK005: the write that lost puts its item into the channel later; until then it has a callback on the caller's token
public static class Producer
{
    private static readonly Channel<int> s_queue = Channel.CreateBounded<int>(1);

    public static async Task<bool> TryAddAsync(int item, Task patience, CancellationToken token)
    {
        Task write = s_queue.Writer.WriteAsync(item, token).AsTask(); // LEAK005
        await Task.WhenAny(write, patience);
        return write.IsCompletedSuccessfully;
    }

    public static async Task<string> RunAsync(World world)
    {
        bool first = await TryAddAsync(1, Task.Delay(1000, world.Token).WaitAsync(TimeSpan.FromMilliseconds(10)), world.Token);
        return $"{first}";
    }
}
