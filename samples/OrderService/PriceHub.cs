using Microsoft.AspNetCore.SignalR;

namespace OrderService;

/// <summary>Streams the prices to a client. When the client disconnects, the task stays and takes prices that nobody sees.</summary>
public sealed class PriceHub(PriceFeed feed) : Hub
{
    public void Subscribe()
    {
        IClientProxy client = Clients.Caller;
        _ = Task.Run(async () => // LEAK001
        {
            await foreach (decimal price in feed.Prices.ReadAllAsync())
            {
                await client.SendAsync("price", price);
            }
        });
    }
}
