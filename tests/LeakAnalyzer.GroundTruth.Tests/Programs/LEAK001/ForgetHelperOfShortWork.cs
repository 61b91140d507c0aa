// clean: nobody awaits the task that is passed to Forget, but the task completes by itself
public static class Exporter
{
    public static async Task<string> ExportAsync(ChannelReader<int> parent, CancellationToken cancellationToken)
    {
        Task.Run(async () =>
        {
            await Task.Delay(20);
            if (parent.TryRead(out int command))
            {
                Trace.WriteLine(command);
            }
        }).Forget();

        await Task.Delay(10, cancellationToken);
        return "exported";
    }

    public static Task<string> RunAsync(World world) => ExportAsync(world.Items.Reader, world.Token);
}
