// clean: the token is passed to the wait, and the token's source is cancelled when the session ends
public static class Session
{
    public static void Listen(ChannelReader<int> inbox, CancellationToken closed)
    {
        _ = Task.Run(async () => Trace.WriteLine(await inbox.ReadAsync(closed)), closed);
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
