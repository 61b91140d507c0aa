// LEAK001: the method calls a delegate in a local variable, and drops the task that the delegate returns
public static class Exporter
{
    public static async Task<string> ExportAsync(ChannelReader<int> parent, CancellationToken cancellationToken)
    {
        Func<Task> listen = async () => Trace.WriteLine(await parent.ReadAsync());
        _ = listen(); // LEAK001

        for (int i = 0; i < 3; i++)
        {
            await Task.Delay(1, cancellationToken);
        }

        return "3 rows";
    }

    public static Task<string> RunAsync(World world) => ExportAsync(world.Items.Reader, world.Token);
}
