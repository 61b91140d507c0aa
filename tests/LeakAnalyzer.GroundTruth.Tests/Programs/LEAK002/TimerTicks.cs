// LEAK002: the loop of ticks has only the caller's token, which isn't cancelled when the download is done
public static class Download
{
    public static async Task<string> FetchAsync(int parts, CancellationToken cancellationToken)
    {
        int done = 0;
        _ = TickAsync(cancellationToken); // LEAK002
        for (int part = 0; part < parts; part++)
        {
            await Task.Delay(2, cancellationToken);
            Interlocked.Increment(ref done);
        }

        return $"{done} parts";
    }

    private static async Task TickAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            Trace.WriteLine("tick");
        }
    }

    public static Task<string> RunAsync(World world) => FetchAsync(3, world.Token);
}
