using System.IO.Pipes;
using LeakAnalyzer.Catalogue.Tests.Running;

namespace LeakAnalyzer.Catalogue.Tests.Cases;

internal static class PipeStreamCases
{
    private static readonly byte[] s_buffer = new byte[16];

    public static IEnumerable<WaitCase> All =>
    [
        Accepting(Waits.On(Server, server => server.Pipe.WaitForConnection())),
        Accepting(Waits.On(Server, server => server.Pipe.WaitForConnectionAsync())),
        Accepting(Waits.On(Server, server => server.Pipe.WaitForConnectionAsync(default)))
            .WithToken((server, token) => server.Pipe.WaitForConnectionAsync(token)),
        Reading(Waits.OnAsync(Connected, pipes => pipes.Own.Read(s_buffer, 0, 1))),
        Reading(Waits.OnAsync(Connected, pipes => pipes.Own.ReadByte())),
        Reading(Waits.OnAsync(Connected, pipes => pipes.Own.ReadExactly(s_buffer, 0, 1))),
        Reading(Waits.OnAsync(Connected, pipes => pipes.Own.ReadExactlyAsync(s_buffer, 0, 1, default)))
            .WithToken((pipes, token) => pipes.Own.ReadExactlyAsync(s_buffer, 0, 1, token)),
        Reading(Waits.OnAsync(Connected, pipes => pipes.Own.ReadAtLeastAsync(s_buffer, 1, true, default)))
            .WithToken((pipes, token) => pipes.Own.ReadAtLeastAsync(s_buffer, 1, true, token)),
        Reading(Waits.OnAsync(Connected, pipes => pipes.Own.ReadAsync(s_buffer, 0, 1)))
            .EndsAll(pipes => pipes.Own.Disconnect()),
        Reading(Waits.OnAsync(Connected, pipes => pipes.Own.ReadAsync(s_buffer, default)))
            .WithToken((pipes, token) => pipes.Own.ReadAsync(s_buffer, token)),
        Waits.On(Anonymous, pipes => pipes.Own.ReadAsync(s_buffer, 0, 1))
            .Case("an anonymous pipe")
            .Alone()
            .When("the peer sends", pipes => { pipes.Peer.WriteByte(1); }, Outcome.EndsOne)
            .When("the peer closes", pipes => { pipes.Peer.Dispose(); }, Outcome.EndsAll)
            .EndsAll(pipes => pipes.Own.Dispose())
            .EndsAll(pipes => pipes.Own.DisposeAsync())
            .EndsAll(pipes => pipes.Own.Close()),
        Waits.On(Client, client => client.Connect())
            .Alone()
            .EndsNothing(client => client.Dispose()),
        Waits.On(Client, client => client.ConnectAsync())
            .Alone()
            .EndsNothing(client => client.Dispose()),
        Waits.On(Client, client => client.ConnectAsync(default(CancellationToken)))
            .Alone()
            .WithToken((client, token) => client.ConnectAsync(token)),
    ];

    private static NamedServer Server()
    {
        string name = Name();
        return new(new(name, PipeDirection.InOut, 2, PipeTransmissionMode.Byte, PipeOptions.Asynchronous), name);
    }

    private static NamedPipeClientStream Client() => new(".", Name(), PipeDirection.InOut, PipeOptions.Asynchronous);

    private static string Name() => "leak-" + Guid.NewGuid().ToString("N");

    private static async Task<ConnectedPipes> Connected()
    {
        NamedServer server = Server();
        Task accepted = server.Pipe.WaitForConnectionAsync();
        NamedPipeClientStream client = server.Connect();
        await accepted;
        return new(server.Pipe, client);
    }

    private static AnonymousPipes Anonymous()
    {
        var peer = new AnonymousPipeServerStream(PipeDirection.Out);
        return new(new(PipeDirection.In, peer.ClientSafePipeHandle), peer);
    }

    private static WaitCaseOf<NamedServer> Accepting(WaitCaseOf<NamedServer> wait) => wait
        .Alone()
        .When("a client connects", server => { server.Connect(); }, Outcome.EndsAll)
        .EndsAll(server => server.Pipe.Dispose())
        .EndsAll(server => server.Pipe.DisposeAsync())
        .EndsAll(server => server.Pipe.Close())
        .EndsNothing(server => server.Pipe.Disconnect(), throws: typeof(InvalidOperationException))
        .EndsNothing(server => server.Pipe.IsConnected);

    private static WaitCaseOf<ConnectedPipes> Reading(WaitCaseOf<ConnectedPipes> wait) => wait
        .Alone()
        .When("the peer sends", pipes => { pipes.Peer.WriteByte(1); }, Outcome.EndsOne)
        .When("the peer closes", pipes => { pipes.Peer.Dispose(); }, Outcome.EndsAll)
        .EndsAll(pipes => pipes.Own.Dispose())
        .EndsAll(pipes => pipes.Own.DisposeAsync())
        .EndsAll(pipes => pipes.Own.Close());

    private sealed record NamedServer(NamedPipeServerStream Pipe, string Name)
    {
        public NamedPipeClientStream Connect()
        {
            var client = new NamedPipeClientStream(".", Name, PipeDirection.InOut, PipeOptions.Asynchronous);
            client.Connect();
            return client;
        }
    }

    private sealed record ConnectedPipes(NamedPipeServerStream Own, NamedPipeClientStream Peer);

    private sealed record AnonymousPipes(AnonymousPipeClientStream Own, AnonymousPipeServerStream Peer);
}
