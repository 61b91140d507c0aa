using OrderService;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddSignalR();
builder.Services.AddOrders();

WebApplication app = builder.Build();
app.MapHub<PriceHub>("/prices");
app.MapPost("/orders", (Order order, OrderQueue orders) => orders.TryAdd(order) ? Results.Accepted() : Results.StatusCode(503));
app.MapPost("/import", (string[] lines, Imports imports, CancellationToken aborted) => imports.ImportAsync(lines, aborted));
app.MapGet("/quote", (Quotes quotes, CancellationToken aborted) => quotes.QuoteAsync(aborted));
app.MapPost("/heartbeat", (Heartbeat heartbeat) => heartbeat.Start());
app.MapPost("/reconnect", (FeedClient client) => client.Reconnect());
app.Run();
