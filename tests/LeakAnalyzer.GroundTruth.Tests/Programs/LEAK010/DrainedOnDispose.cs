// LEAK010: the type's DisposeAsync waits until the loop has written something, but doesn't end the loop
// no fix: a cancelled loop writes nothing, so that DisposeAsync would wait for ever
public sealed class Writer : IAsyncDisposable
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly Task _loop;
    private int _written;

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

    public async ValueTask DisposeAsync()
    {
        while (Volatile.Read(ref _written) == 0)
        {
            await Task.Delay(1);
        }
    }

    public static async Task<string> RunAsync(World world)
    {
        var writer = new Writer();
        await using (writer)
        {
            writer.Write("abc");
        }

        return $"{writer._written} written";
    }
}
