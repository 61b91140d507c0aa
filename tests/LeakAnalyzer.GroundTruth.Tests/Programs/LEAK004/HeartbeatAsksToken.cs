// clean: each iteration tests the token
public static class Connection
{
    public static void StartHeartbeat(CancellationToken closed)
    {
        _ = Task.Run(async () =>
        {
            while (!closed.IsCancellationRequested)
            {
                Trace.WriteLine("still there");
                await Task.Delay(20);
            }
        }, closed);
    }

    public static async Task<string> RunAsync(World world)
    {
        using var connection = CancellationTokenSource.CreateLinkedTokenSource(world.Token);
        StartHeartbeat(connection.Token);
        try
        {
            await Task.Delay(10, world.Token);
            return "closed";
        }
        finally
        {
            connection.Cancel();
        }
    }
}
