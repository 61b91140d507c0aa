// LEAK003: the type's Dispose disposes the source in its field, which doesn't cancel it
public sealed class Feed : IDisposable
{
    private readonly CancellationTokenSource _gone;

    public Feed(ChannelReader<int> parent, CancellationToken token)
    {
        _gone = CancellationTokenSource.CreateLinkedTokenSource(token); // LEAK003
        _ = PumpAsync(parent, _gone.Token);
    }

    public void Dispose()
    {
        _gone.Dispose();
    }

    private static async Task PumpAsync(ChannelReader<int> parent, CancellationToken stop) => await parent.ReadAsync(stop);

    public static async Task<string> RunAsync(World world)
    {
        using (new Feed(world.Items.Reader, world.Token))
        {
            await Task.Delay(10);
        }

        return "disposed";
    }
}
