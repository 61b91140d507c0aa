// clean: the type's Dispose completes the channel that the task reads
public sealed class Pump : IDisposable
{
    private readonly Channel<int> _items = Channel.CreateUnbounded<int>();

    public Pump(World world) => _ = Task.Run(async () =>
    {
        await foreach (int item in _items.Reader.ReadAllAsync())
        {
            world.Log($"item {item}");
        }

        world.Log("end");
    });

    public void Add(int item) => _items.Writer.TryWrite(item);

    public void Dispose() => _items.Writer.TryComplete();

    public static async Task<string> RunAsync(World world)
    {
        using (var pump = new Pump(world))
        {
            pump.Add(1);
        }

        while (!world.Logged.EndsWith("end", StringComparison.Ordinal))
        {
            await Task.Delay(1);
        }

        return world.Logged;
    }
}
