// LEAK003: disposing the source doesn't cancel it, and unlinks it from the token that it is linked to
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
