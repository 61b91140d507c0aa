// clean: after an exception the method completes the channel with it, which ends the reader
public static class Importer
{
    public static async Task<string> ImportAsync(string[] rows)
    {
        var channel = Channel.CreateUnbounded<int>();
        Task<int> consumer = SumAsync(channel.Reader);
        try
        {
            foreach (string row in rows)
            {
                await channel.Writer.WriteAsync(int.Parse(row));
            }

            channel.Writer.TryComplete();
        }
        catch (Exception e)
        {
            channel.Writer.TryComplete(e);
        }

        try
        {
            return $"sum {await consumer}";
        }
        catch (FormatException)
        {
            return "not a number";
        }
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

    public static async Task<string> RunAsync(World world) => $"{await ImportAsync(["1", "2"])}, {await ImportAsync(["1", "x"])}";
}
