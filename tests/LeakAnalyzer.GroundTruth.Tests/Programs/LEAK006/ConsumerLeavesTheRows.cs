// LEAK006: the code that enumerates the rows stops after the first row, and the pump waits for room in the channel
// no fix: only the author of the code knows how a sequence that is read only in part should end
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
