// LEAK001: the extension method Forget awaits the task in order to log an exception, but nothing ends the task
public static class Exporter
{
    public static async Task<string> ExportAsync(ChannelReader<int> parent, CancellationToken cancellationToken)
    {
        Task.Run(async () => // LEAK001
        {
            int command = await parent.ReadAsync();
            Trace.WriteLine(command);
        }).Forget();

        await Task.Delay(10, cancellationToken);
        return "exported";
    }

    public static Task<string> RunAsync(World world) => ExportAsync(world.Items.Reader, world.Token);
}
