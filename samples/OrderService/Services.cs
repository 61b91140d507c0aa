namespace OrderService;

/// <summary>Registers the parts of the service.</summary>
public static class Services
{
    public static IServiceCollection AddOrders(this IServiceCollection services) => services
        .AddSingleton<OrderQueue>()
        .AddSingleton<PriceFeed>()
        .AddSingleton<FeedClient>()
        .AddScoped<Heartbeat>()
        .AddTransient<Approvals>()
        .AddTransient<Imports>()
        .AddTransient<Quotes>()
        .AddHostedService<OrderConsumer>();
}
