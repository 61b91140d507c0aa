// LEAK004: the loop that waits for the timer's ticks goes on after the job has ended
public static class Job
{
    public static async Task<string> RunAsync(int steps, CancellationToken cancellationToken)
    {
        int done = 0;
        _ = Task.Run(async () => // LEAK004
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
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
