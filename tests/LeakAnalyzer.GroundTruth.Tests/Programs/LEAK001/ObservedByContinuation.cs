// LEAK001: the continuation only logs an exception of the task, and nobody waits for the task or the continuation
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
