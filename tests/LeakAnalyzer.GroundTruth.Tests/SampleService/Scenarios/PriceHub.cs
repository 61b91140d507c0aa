using LeakAnalyzer.GroundTruth;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;
using OrderService;
using System.Security.Claims;

public static class Scenario
{
    public static Task<string> RunAsync(World world)
    {
        var connection = new Connection();
        using var hub = new PriceHub(new PriceFeed()) { Context = connection, Clients = new Clients() };
        hub.Subscribe();
        connection.Abort();
        return Task.FromResult("closed");
    }

    private sealed class Connection : HubCallerContext
    {
        private readonly CancellationTokenSource _closed = new();

        public override string ConnectionId => "1";
        public override string? UserIdentifier => null;
        public override ClaimsPrincipal? User => null;
        public override IDictionary<object, object?> Items { get; } = new Dictionary<object, object?>();
        public override IFeatureCollection Features { get; } = new FeatureCollection();
        public override CancellationToken ConnectionAborted => _closed.Token;
        public override void Abort() => _closed.Cancel();
    }

    private sealed class Clients : IHubCallerClients, ISingleClientProxy
    {
        public ISingleClientProxy Caller => this;
        IClientProxy IHubCallerClients<IClientProxy>.Caller => this;
        public IClientProxy Others => this;
        public IClientProxy All => this;
        public IClientProxy OthersInGroup(string groupName) => this;
        public IClientProxy AllExcept(IReadOnlyList<string> excludedConnectionIds) => this;
        public IClientProxy Client(string connectionId) => this;
        IClientProxy IHubClients<IClientProxy>.Clients(IReadOnlyList<string> connectionIds) => this;
        public IClientProxy Group(string groupName) => this;
        public IClientProxy GroupExcept(string groupName, IReadOnlyList<string> excludedConnectionIds) => this;
        public IClientProxy Groups(IReadOnlyList<string> groupNames) => this;
        public IClientProxy User(string userId) => this;
        public IClientProxy Users(IReadOnlyList<string> userIds) => this;
        public Task SendCoreAsync(string method, object?[] args, CancellationToken cancellationToken = default) => Task.CompletedTask;
        public Task<T> InvokeCoreAsync<T>(string method, object?[] args, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
