namespace OrderService;

/// <summary>Follows the prices. A reconnect ends the loop of the previous connection.</summary>
public sealed class FeedClient(PriceFeed feed) : IDisposable
{
    private CancellationTokenSource _connection = new();

    /// <summary>The last price.</summary>
    public decimal Last { get; private set; }

    public void Reconnect()
    {
        _connection.Cancel();
        _connection.Dispose();
        _connection = new CancellationTokenSource();
        _ = FollowAsync(_connection.Token);
    }

    public void Dispose()
    {
        _connection.Cancel();
        _connection.Dispose();
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        await foreach (decimal price in feed.Prices.ReadAllAsync(cancellationToken))
        {
            Last = price;
        }
    }
}
