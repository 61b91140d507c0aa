// clean: StopAsync completes the channel that the loop reads, and awaits the loop
public sealed class Consumer : IHostedService
{
    private readonly Channel<int> _items = Channel.CreateUnbounded<int>();
    private Task? _loop;
    private int _sum;

    public void Add(int item) => _items.Writer.TryWrite(item);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _loop = ConsumeAsync(cancellationToken);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _items.Writer.TryComplete();
        if (_loop is not null)
        {
            await _loop;
        }
    }

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
        await consumer.StopAsync(world.Token);
        return $"{consumer._sum}";
    }
}
