// LEAK010: the loop asks the token of the type's own source, which nobody cancels; only the reads in it have the caller's token
// no fix: the source that the loop asks is only linked to the type's source, and the fix does not ask whether the link still holds
public sealed class Watcher : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private int _seen;
    private bool _isDisposed;

    public int Seen => Volatile.Read(ref _seen);

    public bool IsDisposed => _isDisposed;

    public void Start(CancellationToken token)
    {
        _ = Task.Run(async () => // LEAK010
        {
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, token);
            while (!linked.IsCancellationRequested)
            {
                Interlocked.Add(ref _seen, await TakeAsync(token));
            }
        });
    }

    public void Dispose() => _isDisposed = true;

    private async Task<int> TakeAsync(CancellationToken token)
    {
        await Task.Delay(10, token);
        return 1;
    }

    public static async Task<string> RunAsync(World world)
    {
        var watcher = new Watcher();
        watcher.Start(world.Token);
        while (watcher.Seen == 0)
        {
            await Task.Delay(1);
        }

        watcher.Dispose();
        return $"disposed: {watcher.IsDisposed}";
    }
}
