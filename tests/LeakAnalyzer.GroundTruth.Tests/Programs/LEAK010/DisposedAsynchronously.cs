// LEAK010: the type's DisposeAsync doesn't end the loop
public sealed class Writer : IAsyncDisposable
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly Task _loop;
    private int _written;
    private bool _closed;

    public Writer()
    {
        _loop = Task.Run(async () => // LEAK010
        {
            await foreach (string line in _lines.Reader.ReadAllAsync())
            {
                Interlocked.Add(ref _written, line.Length);
            }
        });
    }

    public bool IsOpen => !_loop.IsCompleted;

    public void Write(string line) => _lines.Writer.TryWrite(line);

    public async Task FlushAsync()
    {
        while (Volatile.Read(ref _written) == 0)
        {
            await Task.Delay(1);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Task.Yield();
        _closed = true;
    }

    public static async Task<string> RunAsync(World world)
    {
        var writer = new Writer();
        await using (writer)
        {
            writer.Write("abc");
            await writer.FlushAsync();
        }

        return $"{writer._written} written, closed: {writer._closed}";
    }
}
