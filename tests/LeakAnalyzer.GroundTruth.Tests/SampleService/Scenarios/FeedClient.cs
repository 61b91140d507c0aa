using LeakAnalyzer.GroundTruth;
using OrderService;

public static class Scenario
{
    public static Task<string> RunAsync(World world)
    {
        using var client = new FeedClient(new PriceFeed());
        client.Reconnect();
        client.Reconnect();
        return Task.FromResult("disposed");
    }
}
