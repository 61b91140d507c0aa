// LEAK002: the task that reports progress has only the caller's token, which isn't cancelled when the export ends
public static class Exporter
{
    public static async Task<string> ExportAsync(ChannelReader<int> progress, CancellationToken token)
    {
        _ = Task.Run(async () => // LEAK002
        {
            await foreach (int percent in progress.ReadAllAsync(token))
            {
                Trace.WriteLine(percent);
            }
        });

        await Task.Delay(10, token);
        return "exported";
    }

    public static Task<string> RunAsync(World world) => ExportAsync(world.Items.Reader, world.Token);
}
