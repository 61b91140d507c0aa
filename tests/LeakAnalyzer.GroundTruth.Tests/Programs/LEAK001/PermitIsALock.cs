// clean: the task uses the semaphore as a lock: it waits for the permit and then releases it
public static class Throttle
{
    private static readonly SemaphoreSlim s_gate = new(1);

    public static async Task<string> HandleAsync(CancellationToken cancellationToken)
    {
        _ = Task.Run(async () =>
        {
            await s_gate.WaitAsync();
            try
            {
                Trace.WriteLine("opened");
            }
            finally
            {
                s_gate.Release();
            }
        });

        await Task.Delay(10, cancellationToken);
        return "handled";
    }

    public static Task<string> RunAsync(World world) => HandleAsync(world.Token);
}
