using LeakAnalyzer.Catalogue.Tests.Running;
using LeakAnalyzer.Catalogue.Tests.Servers;
using StackExchange.Redis;

namespace LeakAnalyzer.Catalogue.Tests.Cases;

internal static class RedisCases
{
    public static IEnumerable<WaitCase> All =>
    [
        Reading(Waits.OnAsync(SubscribeAsync, client => client.Queue.ReadAsync(default)), Outcome.EndsOne)
            .WithToken((client, token) => client.Queue.ReadAsync(token)),
        Reading(Waits.OnAsync(SubscribeAsync, client => client.Queue.Completion), Outcome.EndsNothing),
    ];

    private static async Task<Client> SubscribeAsync()
    {
        var server = new RedisServer();
        ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(server.Configuration);
        return new(connection, await connection.GetSubscriber().SubscribeAsync(RedisChannel.Literal("news")), server);
    }

    private static WaitCaseOf<Client> Reading(WaitCaseOf<Client> wait, Outcome ofAnItem) => wait
        .When("a message is published", client => { client.Server.Publish(); }, ofAnItem)
        .EndsAll(client => client.Queue.Unsubscribe(CommandFlags.None))
        .EndsAll(client => client.Queue.UnsubscribeAsync(CommandFlags.None))
        .EndsAll(client => client.Connection.GetSubscriber(null).UnsubscribeAll(CommandFlags.None))
        .EndsNothing(client => client.Connection.Dispose())
        .EndsNothing(client => client.Connection.Close(true));

    private sealed record Client(ConnectionMultiplexer Connection, ChannelMessageQueue Queue, RedisServer Server);
}
