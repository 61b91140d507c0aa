// LEAK003: the source is neither cancelled nor disposed
public static class Exporter
{
    public static async Task<string> ExportAsync(ChannelReader<int> parent)
    {
        var cts = new CancellationTokenSource(); // LEAK003
        _ = Task.Run(async () => await parent.WaitToReadAsync(cts.Token), cts.Token);

        await Task.Delay(10);
        return "exported";
    }

    public static Task<string> RunAsync(World world) => ExportAsync(world.Items.Reader);
}
