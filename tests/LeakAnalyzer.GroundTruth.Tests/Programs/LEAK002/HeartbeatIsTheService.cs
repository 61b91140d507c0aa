// clean: the method only starts the heartbeat, which lives as long as the token; the connection cancels the token
public static class Connection
{
    public static void StartHeartbeat(CancellationToken closed)
    {
        _ = HeartbeatAsync(closed);
    }

    private static async Task HeartbeatAsync(CancellationToken token)
    {
        while (!token.IsCancellationRequested)
        {
            Trace.WriteLine("still there");
            await Task.Delay(20, token);
        }
    }

    public static async Task<string> RunAsync(World world)
    {
        using var connection = CancellationTokenSource.CreateLinkedTokenSource(world.Token);
        try
        {
            StartHeartbeat(connection.Token);
            await Task.Delay(10, world.Token);
            return "closed";
        }
        finally
        {
            connection.Cancel();
        }
    }
}
