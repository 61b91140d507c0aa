// LEAK001: the continuation only logs an exception; nobody waits for either task
public static class Exporter
{
    public static async Task<string> ExportAsync(ChannelReader<int> parent)
    {
        Task.Run(async () => await parent.ReadAsync()) // LEAK001
            .ContinueWith(failed => Trace.WriteLine(failed.Exception), TaskContinuationOptions.OnlyOnFaulted);

        await Task.Yield();
        await Task.Delay(5);
        return "exported";
    }

    public static Task<string> RunAsync(World world) => ExportAsync(world.Items.Reader);
}
