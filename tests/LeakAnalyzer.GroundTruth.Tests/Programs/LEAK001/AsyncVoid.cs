// LEAK001: the pump is an async void method, so nobody can await it
// no fix: the exception of a cancelled wait would leave the async void method and crash the process
public static class Exporter
{
    public static async Task<string> ExportAsync(ChannelReader<int> parent, CancellationToken cancellationToken)
    {
        Pump(parent); // LEAK001
        await Task.Delay(10, cancellationToken);
        return "exported";
    }

    private static async void Pump(ChannelReader<int> parent, CancellationToken stop = default)
    {
        await foreach (int item in parent.ReadAllAsync(stop))
        {
            Trace.WriteLine(item);
        }
    }

    public static Task<string> RunAsync(World world) => ExportAsync(world.Items.Reader, world.Token);
}
