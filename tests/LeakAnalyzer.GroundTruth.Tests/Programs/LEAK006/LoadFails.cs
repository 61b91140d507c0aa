// LEAK006: the load fails, and nothing completes the channel for the consumer
public static class Importer
{
    public static async Task ImportAsync(Func<Task<int>> load)
    {
        var rows = Channel.CreateUnbounded<int>(); // LEAK006
        Task consumer = ConsumeAsync(rows.Reader);

        rows.Writer.TryWrite(await load());
        rows.Writer.Complete();
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
