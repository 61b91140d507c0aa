using LeakAnalyzer.GroundTruth;
using Microsoft.Extensions.Logging.Abstractions;
using OrderService;

public static class Scenario
{
    public static async Task<string> RunAsync(World world)
    {
        var consumer = new OrderConsumer(new OrderQueue(), NullLogger<OrderConsumer>.Instance);
        await consumer.StartAsync(CancellationToken.None);
        await consumer.StopAsync(CancellationToken.None);
        return "stopped";
    }
}
