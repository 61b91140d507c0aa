// clean: a full channel drops its oldest item, so that its writer never waits
public static class Latest
{
    public static async Task<string> OfAsync()
    {
        var values = Channel.CreateBounded<int>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        int written = 0;
        _ = Task.Run(async () =>
        {
            for (int i = 1; i <= 100; i++)
            {
                await values.Writer.WriteAsync(i);
                Volatile.Write(ref written, i);
            }
        });

        while (Volatile.Read(ref written) < 100)
        {
            await Task.Delay(1);
        }

        return values.Reader.TryRead(out int value) ? $"{value}" : "nothing";
    }

    public static Task<string> RunAsync(World world) => OfAsync();
}
