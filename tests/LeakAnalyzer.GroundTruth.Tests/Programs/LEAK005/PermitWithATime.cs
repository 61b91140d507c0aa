// clean: the wait for the permit has a time limit of its own
public static class Gatekeeper
{
    public static async Task<bool> TryEnterAsync(SemaphoreSlim gate)
    {
        return await gate.WaitAsync(TimeSpan.FromMilliseconds(10));
    }

    public static async Task<string> RunAsync(World world) => $"entered: {await TryEnterAsync(world.Gate)}";
}
