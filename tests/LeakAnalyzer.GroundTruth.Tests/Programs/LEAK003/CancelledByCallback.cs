// clean: the method cancels the session, and a callback on the session's token then cancels the task's source
public static class Importer
{
    public static async Task<string> ImportAsync(ChannelReader<int> control, CancellationTokenSource session)
    {
        var cts = new CancellationTokenSource();
        using CancellationTokenRegistration closing = session.Token.Register(() => cts.Cancel());
        CancellationToken stop = cts.Token;
        _ = Task.Run(async () => await control.ReadAsync(stop));
        await Task.Delay(5);
        await session.CancelAsync();
        return "closed";
    }

    public static async Task<string> RunAsync(World world)
    {
        using var session = CancellationTokenSource.CreateLinkedTokenSource(world.Token);
        return await ImportAsync(world.Items.Reader, session);
    }
}
