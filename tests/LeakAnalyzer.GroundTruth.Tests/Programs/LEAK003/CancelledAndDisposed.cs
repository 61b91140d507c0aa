// clean: the method cancels the source on every path before it disposes it
public static class Exporter
{
    public static async Task<string> ExportAsync(ChannelReader<int> parent, CancellationToken token)
    {
        using var cts = CancellationTokenSource.CreateLinkedTokenSource(token);
        CancellationToken stop = cts.Token;
        try
        {
            _ = Task.Run(async () => await parent.ReadAsync(stop));

            await Task.Delay(10, token);
            return "exported";
        }
        finally
        {
            cts.Cancel();
        }
    }

    public static Task<string> RunAsync(World world) => ExportAsync(world.Items.Reader, world.Token);
}
