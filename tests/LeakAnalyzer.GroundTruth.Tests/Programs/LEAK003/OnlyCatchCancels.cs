// LEAK003: the source is cancelled after an exception, and otherwise only disposed
public static class Importer
{
    public static async Task<string> ImportAsync(ChannelReader<int> control, CancellationToken token)
    {
        using var cts = CancellationTokenSource.CreateLinkedTokenSource(token); // LEAK003
        try
        {
            CancellationToken stop = cts.Token;
            _ = Task.Run(async () =>
            {
                while (await control.WaitToReadAsync(stop))
                {
                    control.TryRead(out _);
                }
            });
            await Task.Delay(5, token);
            return "imported";
        }
        catch (Exception)
        {
            cts.Cancel();
            throw;
        }
    }

    public static Task<string> RunAsync(World world) => ImportAsync(world.Items.Reader, world.Token);
}
