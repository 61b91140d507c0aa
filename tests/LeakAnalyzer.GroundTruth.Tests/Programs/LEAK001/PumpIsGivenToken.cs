// clean: the pump gets the token of a source that the method cancels on every path
public static class Exporter
{
    public static async Task<string> ExportAsync(ChannelReader<int> commands, CancellationToken cancellationToken)
    {
        using var cts = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            _ = PumpAsync(commands, cts.Token);

            await Task.Delay(10, cancellationToken);
            return "exported";
        }
        finally
        {
            cts.Cancel();
        }
    }

    private static async Task PumpAsync(ChannelReader<int> commands, CancellationToken stop = default)
    {
        await foreach (int command in commands.ReadAllAsync(stop))
        {
            Trace.WriteLine(command);
        }
    }

    public static Task<string> RunAsync(World world) => ExportAsync(world.Items.Reader, world.Token);
}
