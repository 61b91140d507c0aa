using Microsoft.AspNetCore.SignalR;

namespace OrderService;

/// <summary>Streams the prices to a client until the client disconnects.</summary>
public sealed class PriceHub(PriceFeed feed) : Hub
{
    public void Subscribe()
    {
        IClientProxy client = Clients.Caller;
        CancellationToken closed = Context.ConnectionAborted;
        _ = Task.Run(async () =>
        {
            await foreach (decimal price in feed.Prices.ReadAllAsync(closed))
            {
                await client.SendAsync("price", price, closed);
            }
        });
    }
}
