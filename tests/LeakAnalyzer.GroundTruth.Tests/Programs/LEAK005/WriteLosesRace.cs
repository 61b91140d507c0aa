// LEAK005: a write that loses the race stays pending, with a callback on the caller's token, and writes its item later
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
