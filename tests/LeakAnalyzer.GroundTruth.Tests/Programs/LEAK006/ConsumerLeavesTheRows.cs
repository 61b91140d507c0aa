// LEAK006: the caller stops enumerating after the first row, and the pump then waits for ever for room in the full channel
// no fix: only the author of the code knows how to end the pump when a caller stops early
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
