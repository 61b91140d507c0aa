using LeakAnalyzer.Catalogue.Tests.Running;
using LeakAnalyzer.Catalogue.Tests.Servers;
using Npgsql;

namespace LeakAnalyzer.Catalogue.Tests.Cases;

internal static class NpgsqlCases
{
    public static IEnumerable<WaitCase> All =>
    [
        Waiting(Waits.OnAsync(ConnectAsync, client => client.Connection.Wait())),
        Waiting(Waits.OnAsync(ConnectAsync, client => client.Connection.WaitAsync(default)))
            .WithToken((client, token) => client.Connection.WaitAsync(token)),
    ];

    private static async Task<Client> ConnectAsync()
    {
        var server = new PostgresServer();
        var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync();
        return new(connection, server);
    }

    private static WaitCaseOf<Client> Waiting(WaitCaseOf<Client> wait) => wait
        .Alone()
        .When("a notification comes", client => { client.Server.Notify(); }, Outcome.EndsOne)
        .When("the server closes", client => { client.Server.Close(); }, Outcome.EndsAll)
        .EndsAll(client => client.Connection.Close())
        .EndsAll(client => client.Connection.CloseAsync())
        .EndsAll(client => client.Connection.Dispose())
        .EndsAll(client => client.Connection.DisposeAsync());

    private sealed record Client(NpgsqlConnection Connection, PostgresServer Server);
}
