// clean: the wait itself has the time limit
public static class Gatekeeper
{
    public static async Task<bool> TryEnterAsync(SemaphoreSlim gate)
    {
        return await gate.WaitAsync(TimeSpan.FromMilliseconds(10));
    }

    public static async Task<string> RunAsync(World world) => $"entered: {await TryEnterAsync(world.Gate)}";
}
