using System.Threading.Channels;

namespace OrderService;

/// <summary>Sums the lines of an import. The channel is completed on every path, so the summing task always ends.</summary>
public sealed class Imports
{
    public async Task<int> ImportAsync(IEnumerable<string> lines, CancellationToken cancellationToken)
    {
        Channel<int> rows = Channel.CreateBounded<int>(8);
        Task<int> sum = SumAsync(rows.Reader);
        try
        {
            foreach (string line in lines)
            {
                if (!int.TryParse(line, out int row))
                {
                    return -1;
                }

                await rows.Writer.WriteAsync(row, cancellationToken);
            }
        }
        finally
        {
            rows.Writer.Complete();
        }

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
