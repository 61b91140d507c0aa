// LEAK001: the pump has an optional token parameter, and the call passes no token
public static class Exporter
{
    public static async Task<string> ExportAsync(ChannelReader<int> commands, CancellationToken cancellationToken)
    {
        _ = PumpAsync(commands); // LEAK001

        await Task.Delay(10, cancellationToken);
        return "exported";
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
