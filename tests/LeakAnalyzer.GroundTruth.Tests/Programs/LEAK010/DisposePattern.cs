// LEAK010: a derived type starts a loop, and doesn't override the Dispose(bool) of its base type to end it
public class Device : IDisposable
{
    private bool _isDisposed;

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => _isDisposed = true;

    public string State => _isDisposed ? "closed" : "open";
}

public class PolledDevice : Device
{
    private readonly Task _polling;
    private int _polls;

    public PolledDevice() => _polling = PollAsync(); // LEAK010

    public bool IsPolled => Volatile.Read(ref _polls) > 0 && !_polling.IsFaulted;

    private async Task PollAsync()
    {
        while (true)
        {
            Interlocked.Increment(ref _polls);
            await Task.Delay(20);
        }
    }

    public static async Task<string> RunAsync(World world)
    {
        var device = new PolledDevice();
        await Task.Delay(5);
        bool isPolled = device.IsPolled;
        device.Dispose();
        return $"{isPolled} {device.State}";
    }
}
