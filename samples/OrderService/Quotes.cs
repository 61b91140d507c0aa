namespace OrderService;

/// <summary>Makes a quote, and logs meanwhile that it is being made. Each quote leaves a task, a callback and a linked source behind.</summary>
public sealed class Quotes(ILogger<Quotes> log, IHostApplicationLifetime lifetime)
{
    public async Task<string> QuoteAsync(CancellationToken requestAborted)
    {
        requestAborted.Register(() => log.LogInformation("Nobody waits for the quote")); // LEAK008
        var both = CancellationTokenSource.CreateLinkedTokenSource(requestAborted, lifetime.ApplicationStopping); // LEAK007
        _ = ReportAsync(requestAborted); // LEAK002
        await Task.Delay(TimeSpan.FromMilliseconds(50), both.Token);
        return "12.50";
    }

    private async Task ReportAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            log.LogDebug("Quoting");
            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
        }
    }
}
