// LEAK006: the method stops reading at the first item, and the producer then waits for ever for room in the full channel
public static class Search
{
    public static async Task<int> FirstAsync()
    {
        var found = Channel.CreateBounded<int>(4); // LEAK006
        _ = Task.Run(async () =>
        {
            for (int i = 0; i < 1000; i++)
            {
                await found.Writer.WriteAsync(i);
            }

            found.Writer.Complete();
        });

        await foreach (int item in found.Reader.ReadAllAsync())
        {
            if (item > 9)
            {
                return item;
            }
        }

        return -1;
    }

    public static async Task<string> RunAsync(World world) => $"{await FirstAsync()}";
}
