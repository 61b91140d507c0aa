// clean: the method disposes the timer, which ends the loop that waits for its ticks
public static class Download
{
    public static async Task<string> FetchAsync(int parts, CancellationToken cancellationToken)
    {
        int done = 0;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        _ = TickAsync(timer, cancellationToken);
        for (int part = 0; part < parts; part++)
        {
            await Task.Delay(2, cancellationToken);
            Interlocked.Increment(ref done);
        }

        return $"{done} parts";
    }

    private static async Task TickAsync(PeriodicTimer timer, CancellationToken cancellationToken)
    {
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            Trace.WriteLine("tick");
        }
    }

    public static Task<string> RunAsync(World world) => FetchAsync(3, world.Token);
}
