// LEAK001: the token is passed to Task.Run and not to the wait, so it can only prevent the start
public static class Session
{
    public static void Listen(ChannelReader<int> inbox, CancellationToken closed)
    {
        _ = Task.Run(async () => Trace.WriteLine(await inbox.ReadAsync()), closed); // LEAK001
    }

    public static async Task<string> RunAsync(World world)
    {
        using var session = CancellationTokenSource.CreateLinkedTokenSource(world.Token);
        Listen(world.Items.Reader, session.Token);
        await Task.Delay(20, world.Token);
        session.Cancel();
        return "closed";
    }
}
