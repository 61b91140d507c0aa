using System.Threading.Channels;

namespace OrderService;

/// <summary>The prices as they change. The feed lives as long as the service.</summary>
public sealed class PriceFeed
{
    private readonly Channel<decimal> _prices = Channel.CreateUnbounded<decimal>();

    internal ChannelReader<decimal> Prices => _prices.Reader;

    /// <summary>Sends a price to the subscribers.</summary>
    public void Publish(decimal price) => _prices.Writer.TryWrite(price);
}
