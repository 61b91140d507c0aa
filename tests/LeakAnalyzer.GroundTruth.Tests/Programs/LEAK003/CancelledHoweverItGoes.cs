// clean: a 'finally' block cancels the source, also when an exception is thrown
public static class Importer
{
    public static async Task ImportAsync(ChannelReader<int> control, string text, CancellationToken token)
    {
        using var cts = CancellationTokenSource.CreateLinkedTokenSource(token);
        try
        {
            _ = ListenAsync(control, cts.Token);
            await Task.Yield();
            Trace.WriteLine(int.Parse(text));
        }
        finally
        {
            cts.Cancel();
        }
    }

    private static async Task ListenAsync(ChannelReader<int> control, CancellationToken stop)
    {
        await foreach (int command in control.ReadAllAsync(stop))
        {
            Trace.WriteLine(command);
        }
    }

    public static async Task<string> RunAsync(World world)
    {
        try
        {
            await ImportAsync(world.Items.Reader, "x", world.Token);
            return "imported";
        }
        catch (FormatException)
        {
            return "no number";
        }
    }
}
