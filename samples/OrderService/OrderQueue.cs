using System.Threading.Channels;

namespace OrderService;

/// <summary>An order.</summary>
public sealed record Order(int Id, decimal Amount);

/// <summary>The orders that wait for the consumer. The queue lives as long as the service.</summary>
public sealed class OrderQueue
{
    private readonly Channel<Order> _orders = Channel.CreateBounded<Order>(1000);

    internal ChannelReader<Order> Reader => _orders.Reader;

    /// <summary>Adds an order, unless the queue is full.</summary>
    public bool TryAdd(Order order) => _orders.Writer.TryWrite(order);
}
