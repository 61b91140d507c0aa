namespace OrderService;

/// <summary>A hosted service that takes the orders. Its task goes on after the stop: each host that a test starts and stops leaves a task behind.</summary>
public sealed class OrderConsumer(OrderQueue orders, ILogger<OrderConsumer> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = Task.Run(() => ConsumeAsync()); // LEAK010
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task ConsumeAsync()
    {
        await foreach (Order order in orders.Reader.ReadAllAsync())
        {
            log.LogInformation("Order {Id} taken", order.Id);
        }
    }
}
