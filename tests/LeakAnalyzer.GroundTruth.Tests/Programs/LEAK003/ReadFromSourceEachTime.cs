// clean: each iteration reads the source's Token, which throws once the source is disposed and so ends the loop
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
