// LEAK005: the outer WaitAsync gives up, but the inner wait is still pending and takes the permit later
public static class Gatekeeper
{
    public static async Task<bool> TryEnterAsync(SemaphoreSlim gate)
    {
        try
        {
            await gate.WaitAsync().WaitAsync(TimeSpan.FromMilliseconds(10)); // LEAK005
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    public static async Task<string> RunAsync(World world) => $"entered: {await TryEnterAsync(world.Gate)}";
}
