// LEAK004: the loop takes no token; the method that starts it has one
public static class Connection
{
    public static void StartHeartbeat(CancellationToken closed)
    {
        _ = Task.Run(async () => // LEAK004
        {
            while (true)
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
