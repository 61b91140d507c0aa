// clean: the method cancels the token of the task that reports progress on every path
public static class Exporter
{
    public static async Task<string> ExportAsync(ChannelReader<int> progress, CancellationToken token)
    {
        using var exported = CancellationTokenSource.CreateLinkedTokenSource(token);
        CancellationToken exportedToken = exported.Token;
        try
        {
            _ = Task.Run(async () =>
            {
                await foreach (int percent in progress.ReadAllAsync(exportedToken))
                {
                    Trace.WriteLine(percent);
                }
            });

            await Task.Delay(10, token);
            return "exported";
        }
        finally
        {
            await exported.CancelAsync();
        }
    }

    public static Task<string> RunAsync(World world) => ExportAsync(world.Items.Reader, world.Token);
}
