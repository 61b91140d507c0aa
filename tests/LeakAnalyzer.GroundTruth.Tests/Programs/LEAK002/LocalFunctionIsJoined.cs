// clean: the method cancels the local function and awaits it, also when an exception is thrown
public static class Importer
{
    public static async Task<int> ImportAsync(ChannelReader<int> control, CancellationToken cancellationToken = default)
    {
        using var imported = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task listening = ListenAsync(imported.Token);
        try
        {
            await Task.Delay(1, cancellationToken);
            return await ParseAsync("x");
        }
        finally
        {
            await imported.CancelAsync();
            await listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        async Task ListenAsync(CancellationToken ended)
        {
            while (await control.WaitToReadAsync(ended))
            {
                control.TryRead(out _);
            }
        }
    }

    private static async Task<int> ParseAsync(string text)
    {
        await Task.Yield();
        return int.Parse(text);
    }

    public static async Task<string> RunAsync(World world)
    {
        try
        {
            return $"{await ImportAsync(world.Items.Reader, world.Token)}";
        }
        catch (FormatException)
        {
            return "no number";
        }
    }
}
