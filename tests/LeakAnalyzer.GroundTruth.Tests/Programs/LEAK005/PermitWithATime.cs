// clean: the semaphore's own WaitAsync has a timeout, after which it isn't pending any more
public static class Gatekeeper
{
    public static async Task<bool> TryEnterAsync(SemaphoreSlim gate)
    {
        return await gate.WaitAsync(TimeSpan.FromMilliseconds(10));
    }

    public static async Task<string> RunAsync(World world) => $"entered: {await TryEnterAsync(world.Gate)}";
}
