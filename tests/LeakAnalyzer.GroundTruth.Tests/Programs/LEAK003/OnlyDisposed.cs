// LEAK003: disposing the source cancels nothing, and cuts it off from its parent
public static class Exporter
{
    public static async Task<string> ExportAsync(ChannelReader<int> parent, CancellationToken token)
    {
        using var cts = CancellationTokenSource.CreateLinkedTokenSource(token); // LEAK003
        CancellationToken stop = cts.Token;
        _ = Task.Run(async () => await parent.ReadAsync(stop));

        await Task.Delay(10, token);
        return "exported";
    }

    public static Task<string> RunAsync(World world) => ExportAsync(world.Items.Reader, world.Token);
}
