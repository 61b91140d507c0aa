// clean: when the method stops reading, it completes the channel, which ends the producer's wait for room
public static class Search
{
    public static async Task<int> FirstAsync()
    {
        var found = Channel.CreateBounded<int>(4);
        Task producer = ProduceAsync(found.Writer);
        try
        {
            await foreach (int item in found.Reader.ReadAllAsync())
            {
                if (item > 9)
                {
                    return item;
                }
            }

            return -1;
        }
        finally
        {
            found.Writer.TryComplete();
            await producer;
        }
    }

    private static async Task ProduceAsync(ChannelWriter<int> target)
    {
        for (int i = 0; i < 1000 && await target.WaitToWriteAsync(); i++)
        {
            target.TryWrite(i);
        }

        target.TryComplete();
    }

    public static async Task<string> RunAsync(World world) => $"{await FirstAsync()}";
}
