// clean: the pump in the other file reads a channel that the exporter completes on every path
public static class Exporter
{
    public static async Task<string> ExportAsync(CancellationToken cancellationToken)
    {
        var commands = Channel.CreateUnbounded<int>();
        try
        {
            _ = Pump.RunAsync(commands.Reader);

            await Task.Delay(10, cancellationToken);
            return "exported";
        }
        finally
        {
            commands.Writer.Complete();
        }
    }

    public static Task<string> RunAsync(World world) => ExportAsync(world.Token);
}
