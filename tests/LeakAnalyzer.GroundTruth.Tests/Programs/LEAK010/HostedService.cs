// LEAK010: the loop has the token of StartAsync, which isn't cancelled when the service stops
public sealed class Consumer : IHostedService
{
    private readonly Channel<int> _items = Channel.CreateUnbounded<int>();
    private Task? _loop;
    private int _sum;

    public void Add(int item) => _items.Writer.TryWrite(item);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _loop = ConsumeAsync(cancellationToken); // LEAK010
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task ConsumeAsync(CancellationToken cancellationToken)
    {
        await foreach (int item in _items.Reader.ReadAllAsync(cancellationToken))
        {
            Interlocked.Add(ref _sum, item);
        }
    }

    public static async Task<string> RunAsync(World world)
    {
        var consumer = new Consumer();
        await consumer.StartAsync(world.Token);
        consumer.Add(3);
        while (Volatile.Read(ref consumer._sum) == 0)
        {
            await Task.Delay(1);
        }

        await consumer.StopAsync(world.Token);
        return $"{consumer._sum}";
    }
}
