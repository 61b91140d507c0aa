// clean: the loop tests a flag that the type's Dispose sets
public class Device : IDisposable
{
    private volatile bool _isDisposed;
    private readonly Task _polling;
    private int _polls;

    public Device() => _polling = PollAsync();

    public bool IsPolled => Volatile.Read(ref _polls) > 0 && !_polling.IsFaulted;

    public string State => _isDisposed ? "closed" : "open";

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => _isDisposed = true;

    private async Task PollAsync()
    {
        while (!_isDisposed)
        {
            Interlocked.Increment(ref _polls);
            await Task.Delay(20);
        }
    }

    public static async Task<string> RunAsync(World world)
    {
        var device = new Device();
        await Task.Delay(5);
        bool isPolled = device.IsPolled;
        device.Dispose();
        return $"{isPolled} {device.State}";
    }
}
