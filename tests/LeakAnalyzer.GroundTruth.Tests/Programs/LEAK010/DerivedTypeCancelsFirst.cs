// clean: the derived type cancels the loop before the disposal of its base type waits for the loop
public abstract class Process : IAsyncDisposable
{
    private Task? _loop;
    private int _rounds;

    protected CancellationTokenSource Stop { get; } = new();

    public int Rounds => Volatile.Read(ref _rounds);

    public void Start() => _loop = RunAsync(Stop.Token);

    public virtual async ValueTask DisposeAsync()
    {
        if (_loop is not null)
        {
            await _loop;
        }
    }

    private async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            Interlocked.Increment(ref _rounds);
            await Task.Delay(20, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

public sealed class ConsumerProcess : Process
{
    public override async ValueTask DisposeAsync()
    {
        await Stop.CancelAsync();
        await base.DisposeAsync();
    }

    public static async Task<string> RunAsync(World world)
    {
        var process = new ConsumerProcess();
        process.Start();
        await process.DisposeAsync();
        return $"{process.Rounds > 0}";
    }
}
