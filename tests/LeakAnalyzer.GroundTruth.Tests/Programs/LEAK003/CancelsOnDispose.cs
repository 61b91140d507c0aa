// clean: the source is in an object whose Dispose cancels it, and a 'using' declaration disposes the object
public sealed class Lifetime(CancellationToken parent) : IDisposable
{
    private readonly CancellationTokenSource _source = CancellationTokenSource.CreateLinkedTokenSource(parent);

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        _source.Cancel();
        _source.Dispose();
    }
}

public static class Exporter
{
    public static async Task<string> ExportAsync(ChannelReader<int> parent, CancellationToken token)
    {
        using var lifetime = new Lifetime(token);
        CancellationToken stop = lifetime.Token;
        _ = Task.Run(async () => await parent.ReadAsync(stop));

        await Task.Delay(10, token);
        return "exported";
    }

    public static Task<string> RunAsync(World world) => ExportAsync(world.Items.Reader, world.Token);
}
