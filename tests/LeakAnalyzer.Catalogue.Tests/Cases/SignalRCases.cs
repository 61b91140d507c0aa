using LeakAnalyzer.Catalogue.Tests.Running;
using LeakAnalyzer.Catalogue.Tests.Servers;
using Microsoft.AspNetCore.SignalR.Client;

namespace LeakAnalyzer.Catalogue.Tests.Cases;

internal static class SignalRCases
{
    public static IEnumerable<WaitCase> All =>
    [
        Waits.OnAsync(ConnectAsync, client => client.Connection.StreamAsync<string>("Stream", client.Feed, default))
            .Alone()
            .When("the server writes", client => { Feeds.Of(client.Feed).Writer.TryWrite("item"); }, Outcome.EndsNothing)
            .When("the server ends", client => { Feeds.Of(client.Feed).Writer.Complete(); }, Outcome.EndsAll)
            .EndsAll(client => client.Connection.StopAsync(default))
            .EndsAll(client => client.Connection.DisposeAsync())
            .EndsNothing(client => client.Connection.State)
            .WithToken((client, token) => client.Connection.StreamAsync<string>("Stream", client.Feed, token)),
        Waits.OnAsync(ConnectAsync, client => client.Connection.StreamAsyncCore<string>("Stream", new object[] { client.Feed }, default))
            .Alone()
            .When("the server ends", client => { Feeds.Of(client.Feed).Writer.Complete(); }, Outcome.EndsAll)
            .EndsAll(client => client.Connection.StopAsync(default))
            .EndsAll(client => client.Connection.DisposeAsync())
            .WithToken((client, token) => client.Connection.StreamAsyncCore<string>("Stream", [client.Feed], token)),
        Waits.OnAsync(ConnectAsync, client => client.Connection.InvokeAsync<string>("Next", client.Feed, default))
            .Alone()
            .When("the server answers", client => { Feeds.Of(client.Feed).Writer.TryWrite("item"); }, Outcome.EndsOne)
            .EndsAll(client => client.Connection.StopAsync(default))
            .EndsAll(client => client.Connection.DisposeAsync())
            .WithToken((client, token) => client.Connection.InvokeAsync<string>("Next", client.Feed, token)),
    ];

    private static async Task<Client> ConnectAsync()
    {
        HubConnection connection = new HubConnectionBuilder().WithUrl(await WebServer.HubAsync()).Build();
        await connection.StartAsync();
        return new(connection, Guid.NewGuid().ToString());
    }

    private sealed record Client(HubConnection Connection, string Feed);
}
