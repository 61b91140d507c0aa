// clean: the method does nothing but start the heartbeat, and the connection later cancels the heartbeat's token
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
