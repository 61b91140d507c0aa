namespace OrderService;

/// <summary>A hosted service that takes the orders until it is stopped.</summary>
public sealed class OrderConsumer(OrderQueue orders, ILogger<OrderConsumer> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (Order order in orders.Reader.ReadAllAsync(stoppingToken))
        {
            log.LogInformation("Order {Id} taken", order.Id);
        }
    }
}
