// clean: the task waits with the token that was passed to the constructor, so the constructor's caller can end the task
public sealed class Inbox
{
    private int _count;

    public Inbox(ChannelReader<int> messages, CancellationToken closed)
    {
        _ = Task.Run(async () =>
        {
            while (await messages.WaitToReadAsync(closed))
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
