// LEAK002: the local function waits with the caller's token, and still waits after the method has thrown an exception
public static class Importer
{
    public static async Task<int> ImportAsync(ChannelReader<int> control, CancellationToken cancellationToken = default)
    {
        _ = ListenAsync(); // LEAK002
        await Task.Delay(1, cancellationToken);
        return await ParseAsync("x");

        async Task ListenAsync()
        {
            while (await control.WaitToReadAsync(cancellationToken))
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
