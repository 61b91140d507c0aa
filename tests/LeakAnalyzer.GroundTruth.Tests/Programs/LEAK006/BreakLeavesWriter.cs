// LEAK006: the loop that reads the rows stops early, and the writer then waits for ever for room in the full channel
public static class Paging
{
    public static async Task<string> FirstPageAsync(int size)
    {
        var rows = Channel.CreateBounded<int>(2); // LEAK006
        Task producing = ProduceAsync(rows.Writer);
        var page = new List<int>();
        await foreach (int row in rows.Reader.ReadAllAsync())
        {
            page.Add(row);
            if (page.Count == size)
            {
                break;
            }
        }

        return $"{string.Join(' ', page)}{(producing.IsFaulted ? " failed" : "")}";
    }

    private static async Task ProduceAsync(ChannelWriter<int> rows)
    {
        for (int row = 0; row < 50; row++)
        {
            await rows.WriteAsync(row);
        }

        rows.Complete();
    }

    public static Task<string> RunAsync(World world) => FirstPageAsync(3);
}
