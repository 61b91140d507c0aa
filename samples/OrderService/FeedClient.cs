namespace OrderService;

/// <summary>Follows the prices. Each reconnect leaves the loop of the previous connection running.</summary>
public sealed class FeedClient(PriceFeed feed) : IDisposable
{
    private CancellationTokenSource _connection = new();

    /// <summary>The last price.</summary>
    public decimal Last { get; private set; }

    public void Reconnect()
    {
        _connection = new CancellationTokenSource(); // LEAK003
        _ = FollowAsync(_connection.Token);
    }

    public void Dispose() => _connection.Cancel();

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        await foreach (decimal price in feed.Prices.ReadAllAsync(cancellationToken))
        {
            Last = price;
        }
    }
}
