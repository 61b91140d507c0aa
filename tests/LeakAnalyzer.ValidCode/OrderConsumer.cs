// Close to what LEAK001, LEAK002 and LEAK010 report, but without a leak: services that read a channel as long as their host runs. One is a
// BackgroundService, whose base class cancels the token. The other starts its loop with its own source, and ends the loop in StopAsync.
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LeakAnalyzer.ValidCode;

public sealed record Order(int Id, decimal Total);

public sealed class OrderConsumer(ChannelReader<Order> orders, ILogger<OrderConsumer> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _ = ReportAsync(stoppingToken);
        await foreach (Order order in orders.ReadAllAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                await HandleAsync(order, stoppingToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                logger.LogError(exception, "Order {Id} failed", order.Id);
            }
        }
    }

    private static async Task HandleAsync(Order order, CancellationToken token) =>
        await Task.Delay(TimeSpan.FromMilliseconds(order.Id % 10), token).ConfigureAwait(false);

    private async Task ReportAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1));
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            logger.LogInformation("{Count} orders wait", orders.CanCount ? orders.Count : -1);
        }
    }
}

public sealed class InvoiceConsumer : IHostedService, IDisposable
{
    private readonly Channel<Order> _orders = Channel.CreateBounded<Order>(new BoundedChannelOptions(100) { SingleReader = true });
    private readonly CancellationTokenSource _stopped = new();
    private readonly ILogger<InvoiceConsumer> _logger;
    private Task? _loop;

    public InvoiceConsumer(ILogger<InvoiceConsumer> logger) => _logger = logger;

    public ValueTask EnqueueAsync(Order order, CancellationToken token) => _orders.Writer.WriteAsync(order, token);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _loop = Task.Run(() => ConsumeAsync(_stopped.Token), CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _orders.Writer.TryComplete();
        await _stopped.CancelAsync().ConfigureAwait(false);
        if (_loop is not null)
        {
            await _loop.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose() => _stopped.Dispose();

    private async Task ConsumeAsync(CancellationToken stopped)
    {
        while (await _orders.Reader.WaitToReadAsync(stopped).ConfigureAwait(false))
        {
            while (_orders.Reader.TryRead(out Order? order))
            {
                _logger.LogInformation("Invoice for {Id}: {Total}", order.Id, order.Total);
            }
        }
    }
}
