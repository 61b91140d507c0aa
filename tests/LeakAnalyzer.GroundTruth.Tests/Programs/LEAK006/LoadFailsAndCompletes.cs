// clean: the method completes the channel, also if loading throws an exception
public static class Importer
{
    public static async Task ImportAsync(Func<Task<int>> load)
    {
        var rows = Channel.CreateUnbounded<int>();
        Task consumer = ConsumeAsync(rows.Reader);
        try
        {
            rows.Writer.TryWrite(await load());
        }
        finally
        {
            rows.Writer.Complete();
        }

        await consumer;
    }

    private static async Task ConsumeAsync(ChannelReader<int> rows)
    {
        await foreach (int row in rows.ReadAllAsync())
        {
            Trace.WriteLine(row);
        }
    }

    public static async Task<string> RunAsync(World world)
    {
        try
        {
            await ImportAsync(async () =>
            {
                await Task.Delay(5);
                throw new IOException("no such table");
            });
            return "imported";
        }
        catch (IOException e)
        {
            return e.Message;
        }
    }
}
