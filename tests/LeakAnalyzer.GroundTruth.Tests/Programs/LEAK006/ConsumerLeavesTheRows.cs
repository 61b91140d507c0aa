// LEAK006: the code that enumerates the rows stops after the first, and the pump waits for room
// no fix: only its author knows how the end of a half-read sequence should look
public sealed class Rows
{
    private readonly Channel<int> _rows = Channel.CreateBounded<int>(1); // LEAK006

    public Rows(int count) => _ = PumpAsync(count);

    private async Task PumpAsync(int count)
    {
        for (int row = 1; row <= count; row++)
        {
            await _rows.Writer.WriteAsync(row);
        }

        _rows.Writer.Complete();
    }

    public async IAsyncEnumerator<int> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        await foreach (int row in _rows.Reader.ReadAllAsync(cancellationToken))
        {
            yield return row;
        }
    }

    public static async Task<string> RunAsync(World world)
    {
        await foreach (int row in new Rows(100))
        {
            return $"row {row}";
        }

        return "none";
    }
}
