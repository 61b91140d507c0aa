// clean: the method returns the linked source, and its caller disposes it
public static class Timeouts
{
    public static CancellationTokenSource Start(CancellationToken token)
    {
        var timeout = CancellationTokenSource.CreateLinkedTokenSource(token);
        timeout.CancelAfter(TimeSpan.FromMinutes(1));
        return timeout;
    }

    public static async Task<string> RunAsync(World world)
    {
        using CancellationTokenSource timeout = Start(world.Token);
        await Task.Delay(2, timeout.Token);
        return "in time";
    }
}
