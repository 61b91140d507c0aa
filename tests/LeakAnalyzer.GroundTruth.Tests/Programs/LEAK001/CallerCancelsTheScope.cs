// LEAK001: the caller cancels the export, but its listener continues
public static class Exporter
{
    public static async Task ExportAsync(ChannelReader<int> parent, CancellationToken cancellationToken)
    {
        _ = Task.Run(async () => // LEAK001
        {
            int command = await parent.ReadAsync().ConfigureAwait(false);
            Trace.WriteLine(command);
        });

        await Task.Delay(10_000, cancellationToken).ConfigureAwait(false);
    }

    public static async Task<string> RunAsync(World world)
    {
        using var request = CancellationTokenSource.CreateLinkedTokenSource(world.Token);
        request.CancelAfter(20);
        try
        {
            await ExportAsync(world.Items.Reader, request.Token);
            return "exported";
        }
        catch (OperationCanceledException)
        {
            return "given up";
        }
    }
}
