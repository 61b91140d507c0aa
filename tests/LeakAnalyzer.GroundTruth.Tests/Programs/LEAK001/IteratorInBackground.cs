// LEAK001: an async iterator reads the channel, and the method passes it no token although it has one
public static class Feed
{
    public static async Task<string> ServeAsync(ChannelReader<int> source, CancellationToken cancellationToken)
    {
        int seen = 0;
        _ = Task.Run(async () => // LEAK001
        {
            await foreach (int square in SquaresAsync(source))
            {
                Interlocked.Add(ref seen, square);
            }
        });

        await Task.Delay(10, cancellationToken);
        return $"{Volatile.Read(ref seen)} seen";
    }

    private static async IAsyncEnumerable<int> SquaresAsync(
        ChannelReader<int> source, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (int item in source.ReadAllAsync(cancellationToken))
        {
            yield return item * item;
        }
    }

    public static Task<string> RunAsync(World world) => ServeAsync(world.Items.Reader, world.Token);
}
