// LEAK002: the heartbeat polls the caller's token, which nobody cancels when the job is done
public static class Job
{
    public static async Task<string> RunAsync(int steps, CancellationToken token)
    {
        _ = HeartbeatAsync(token); // LEAK002

        for (int step = 0; step < steps; step++)
        {
            await Task.Delay(2, token);
        }

        return $"{steps} steps";
    }

    private static async Task HeartbeatAsync(CancellationToken token)
    {
        while (!token.IsCancellationRequested)
        {
            Trace.WriteLine("still there");
            await Task.Delay(20, token);
        }
    }

    public static Task<string> RunAsync(World world) => RunAsync(4, world.Token);
}
