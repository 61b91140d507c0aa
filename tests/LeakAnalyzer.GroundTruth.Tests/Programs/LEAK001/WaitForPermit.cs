// LEAK001: the program never releases the semaphore that the task waits for
public static class Throttle
{
    private static readonly SemaphoreSlim s_opened = new(0);

    public static async Task<string> HandleAsync(CancellationToken cancellationToken)
    {
        _ = Task.Run(async () => // LEAK001
        {
            await s_opened.WaitAsync();
            Trace.WriteLine("opened");
        });

        await Task.Delay(10, cancellationToken);
        return "handled";
    }

    public static Task<string> RunAsync(World world) => HandleAsync(world.Token);
}
