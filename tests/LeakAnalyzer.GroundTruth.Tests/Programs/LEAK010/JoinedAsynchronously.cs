// clean: DisposeAsync completes the channel that the loop reads, and awaits the loop
public sealed class Writer : IAsyncDisposable
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly Task _loop;
    private int _written;

    public Writer()
    {
        _loop = Task.Run(async () =>
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
        _lines.Writer.TryComplete();
        await _loop;
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
