// LEAK001: the wait is in a method without a token parameter, in another file
public static class Exporter
{
    public static async Task<string> ExportAsync(ChannelReader<int> commands, CancellationToken cancellationToken)
    {
        _ = Pump.RunAsync(commands); // LEAK001

        await Task.Delay(10, cancellationToken);
        return "exported";
    }

    public static Task<string> RunAsync(World world) => ExportAsync(world.Items.Reader, world.Token);
}
