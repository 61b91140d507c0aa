// LEAK004: the loop doesn't use the token of the method that starts it
public static class Connection
{
    private static int s_beats;

    public static void StartHeartbeat(CancellationToken closed)
    {
        _ = Task.Run(async () => // LEAK004
        {
            while (true)
            {
                s_beats++;
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
            while (Volatile.Read(ref s_beats) == 0)
            {
                await Task.Delay(1, world.Token);
            }

            return "closed";
        }
        finally
        {
            connection.Cancel();
        }
    }
}
