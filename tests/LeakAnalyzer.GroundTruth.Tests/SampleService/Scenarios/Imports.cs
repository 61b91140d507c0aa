using LeakAnalyzer.GroundTruth;
using OrderService;

public static class Scenario
{
    public static async Task<string> RunAsync(World world) => $"{await new Imports().ImportAsync(["1", "two"], CancellationToken.None)}";
}
