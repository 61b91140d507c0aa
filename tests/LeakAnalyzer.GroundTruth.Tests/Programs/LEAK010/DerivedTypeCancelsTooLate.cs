// LEAK010: the derived type cancels the loop only after the disposal of its base type has waited for the loop
// no fix: the base type would have to cancel, and other derived types may end the loop in another way
public abstract class Process : IAsyncDisposable
{
    private Task? _loop;
    private int _rounds;

    protected CancellationTokenSource Stop { get; } = new();

    public int Rounds => Volatile.Read(ref _rounds);

    public void Start() => _loop = RunAsync(Stop.Token); // LEAK010

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
        await base.DisposeAsync();
        await Stop.CancelAsync();
    }

    public static async Task<string> RunAsync(World world)
    {
        var process = new ConsumerProcess();
        process.Start();
        Task disposal = process.DisposeAsync().AsTask();
        await Task.WhenAny(disposal, Task.Delay(50));
        return $"{process.Rounds > 0}, disposed: {disposal.IsCompleted}";
    }
}
