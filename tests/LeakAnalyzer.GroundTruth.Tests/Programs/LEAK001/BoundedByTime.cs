// clean: the wait has a time limit
public static class Exporter
{
    public static async Task<string> ExportAsync(ChannelReader<int> parent, CancellationToken cancellationToken)
    {
        var patience = new CancellationTokenSource(20);
        CancellationToken impatient = patience.Token;
        _ = Task.Run(async () =>
        {
            try
            {
                Trace.WriteLine(await parent.ReadAsync(impatient));
            }
            catch (OperationCanceledException)
            {
                Trace.WriteLine("nothing to do");
            }
        });

        await Task.Delay(10, cancellationToken);
        return "exported";
    }

    public static Task<string> RunAsync(World world) => ExportAsync(world.Items.Reader, world.Token);
}
