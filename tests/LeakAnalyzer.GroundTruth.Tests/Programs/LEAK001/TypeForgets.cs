// LEAK001: nobody completes the channel that the task reads, and the type isn't disposable
// no fix: the constructor has no token that could be passed to the wait
public sealed class Pump
{
    private readonly Channel<int> _items = Channel.CreateUnbounded<int>();

    public Pump(World world) => _ = Task.Run(async () => // LEAK001
    {
        await foreach (int item in _items.Reader.ReadAllAsync())
        {
            world.Log($"item {item}");
        }
    });

    public void Add(int item) => _items.Writer.TryWrite(item);

    public static async Task<string> RunAsync(World world)
    {
        var pump = new Pump(world);
        pump.Add(1);
        while (world.Logged.Length == 0)
        {
            await Task.Delay(1);
        }

        return world.Logged;
    }
}
