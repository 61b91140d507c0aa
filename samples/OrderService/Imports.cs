using System.Threading.Channels;

namespace OrderService;

/// <summary>Sums the lines of an import. A line that is no number leaves the summing task behind, which waits for the next number.</summary>
public sealed class Imports
{
    public async Task<int> ImportAsync(IEnumerable<string> lines, CancellationToken cancellationToken)
    {
        Channel<int> rows = Channel.CreateBounded<int>(8); // LEAK006
        Task<int> sum = SumAsync(rows.Reader);
        foreach (string line in lines)
        {
            if (!int.TryParse(line, out int row))
            {
                return -1;
            }

            await rows.Writer.WriteAsync(row, cancellationToken);
        }

        rows.Writer.Complete();
        return await sum;
    }

    private static async Task<int> SumAsync(ChannelReader<int> rows)
    {
        int sum = 0;
        await foreach (int row in rows.ReadAllAsync())
        {
            sum += row;
        }

        return sum;
    }
}
