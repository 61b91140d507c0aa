// LEAK005: the outer WaitAsync times out, but the inner one stays pending and takes the permit later
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
