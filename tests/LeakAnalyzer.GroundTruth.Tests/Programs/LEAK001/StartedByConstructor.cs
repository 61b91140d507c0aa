// LEAK001: the constructor starts a task that nobody can end, so each object leaves one
public sealed class Inbox
{
    private int _count;

    public Inbox(ChannelReader<int> messages, CancellationToken closed)
    {
        _ = Task.Run(async () => // LEAK001
        {
            while (await messages.WaitToReadAsync())
            {
                messages.TryRead(out _);
                Interlocked.Increment(ref _count);
            }
        });
    }

    public int Count => Volatile.Read(ref _count);

    public static async Task<string> RunAsync(World world)
    {
        using var connection = new CancellationTokenSource();
        var inbox = new Inbox(world.Items.Reader, connection.Token);
        await Task.Delay(10);
        connection.Cancel();
        return $"{inbox.Count} messages";
    }
}
