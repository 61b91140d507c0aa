using LeakAnalyzer.GroundTruth;
using Microsoft.Extensions.Logging.Abstractions;
using OrderService;

public static class Scenario
{
    public static Task<string> RunAsync(World world)
    {
        using var heartbeat = new Heartbeat(NullLogger<Heartbeat>.Instance);
        heartbeat.Start();
        return Task.FromResult("disposed");
    }
}
