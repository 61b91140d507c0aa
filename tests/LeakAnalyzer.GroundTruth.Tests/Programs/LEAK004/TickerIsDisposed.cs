// clean: a 'using' declaration disposes the timer, which ends the loop that waits for its ticks
public static class Job
{
    public static async Task<string> RunAsync(int steps, CancellationToken cancellationToken)
    {
        int done = 0;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        _ = Task.Run(async () =>
        {
            while (await timer.WaitForNextTickAsync())
            {
                Trace.WriteLine(Volatile.Read(ref done));
            }
        });

        for (int i = 0; i < steps; i++)
        {
            await Task.Delay(1, cancellationToken);
            Interlocked.Increment(ref done);
        }

        return $"{done} steps";
    }

    public static Task<string> RunAsync(World world) => RunAsync(5, world.Token);
}
