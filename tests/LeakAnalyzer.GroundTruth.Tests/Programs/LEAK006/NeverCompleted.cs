// LEAK006: the method writes all rows, but doesn't complete the channel that the task reads to its end
public static class Writer
{
    public static async Task<string> WriteAsync()
    {
        var rows = Channel.CreateUnbounded<int>(); // LEAK006
        int sum = 0;
        _ = Task.Run(async () =>
        {
            await foreach (int row in rows.Reader.ReadAllAsync())
            {
                Interlocked.Add(ref sum, row);
            }
        });

        for (int i = 1; i <= 4; i++)
        {
            rows.Writer.TryWrite(i);
        }

        while (Volatile.Read(ref sum) < 10)
        {
            await Task.Delay(1);
        }

        return $"{sum}";
    }

    public static Task<string> RunAsync(World world) => WriteAsync();
}
