// clean: the async iterator gets the token of a source that the method cancels on every path
public static class Feed
{
    public static async Task<string> ServeAsync(ChannelReader<int> source, CancellationToken cancellationToken)
    {
        int seen = 0;
        using var served = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        CancellationToken servedToken = served.Token;
        try
        {
            _ = Task.Run(async () =>
            {
                await foreach (int square in SquaresAsync(source).WithCancellation(servedToken))
                {
                    Interlocked.Add(ref seen, square);
                }
            });

            await Task.Delay(10, cancellationToken);
            return $"{Volatile.Read(ref seen)} seen";
        }
        finally
        {
            await served.CancelAsync();
        }
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
