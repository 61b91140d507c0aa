using LeakAnalyzer.GroundTruth;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using OrderService;

public static class Scenario
{
    public static async Task<string> RunAsync(World world)
    {
        var host = new Host();
        var quotes = new Quotes(NullLogger<Quotes>.Instance, host);
        string quote = await quotes.QuoteAsync(world.Token);
        host.StopApplication();
        return quote;
    }

    private sealed class Host : IHostApplicationLifetime
    {
        private readonly CancellationTokenSource _stopping = new();

        public CancellationToken ApplicationStarted => default;
        public CancellationToken ApplicationStopping => _stopping.Token;
        public CancellationToken ApplicationStopped => default;
        public void StopApplication() => _stopping.Cancel();
    }
}
