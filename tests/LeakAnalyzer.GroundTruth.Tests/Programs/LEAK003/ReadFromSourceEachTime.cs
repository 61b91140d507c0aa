// clean: each iteration takes the token from the source, and that throws once the source is disposed
public sealed class Poller : IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private int _polls;

    public Poller() => _ = PollAsync();

    public void Dispose() => _gone.Dispose();

    private async Task PollAsync()
    {
        while (true)
        {
            Interlocked.Increment(ref _polls);
            await Task.Delay(10, _gone.Token);
        }
    }

    public static async Task<string> RunAsync(World world)
    {
        using var poller = new Poller();
        while (Volatile.Read(ref poller._polls) == 0)
        {
            await Task.Delay(1);
        }

        return "polled";
    }
}
