// clean: a callback cancels the source when the session is cancelled, which happens before the method ends
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
