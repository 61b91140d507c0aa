namespace OrderService;

/// <summary>Makes a quote, and logs meanwhile that it is being made.</summary>
public sealed class Quotes(ILogger<Quotes> log, IHostApplicationLifetime lifetime)
{
    public async Task<string> QuoteAsync(CancellationToken requestAborted)
    {
        using var told = requestAborted.Register(() => log.LogInformation("Nobody waits for the quote"));
        using var both = CancellationTokenSource.CreateLinkedTokenSource(requestAborted, lifetime.ApplicationStopping);
        CancellationToken eitherToken = both.Token;
        _ = ReportAsync(eitherToken);
        try
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), eitherToken);
            return "12.50";
        }
        finally
        {
            both.Cancel();
        }
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
