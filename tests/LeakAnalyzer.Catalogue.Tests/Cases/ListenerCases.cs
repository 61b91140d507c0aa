using System.Net;
using System.Net.Sockets;
using LeakAnalyzer.Catalogue.Tests.Running;

namespace LeakAnalyzer.Catalogue.Tests.Cases;

internal static class ListenerCases
{
    private static IPEndPoint? s_sender = new(IPAddress.Any, 0);

    public static IEnumerable<WaitCase> All =>
    [
        Tcp(Waits.On(Listening, listener => listener.AcceptSocket())),
        Tcp(Waits.On(Listening, listener => listener.AcceptSocketAsync())),
        Tcp(Waits.On(Listening, listener => listener.AcceptSocketAsync(default)))
            .WithToken((listener, token) => listener.AcceptSocketAsync(token)),
        Tcp(Waits.On(Listening, listener => listener.AcceptTcpClient())),
        Tcp(Waits.On(Listening, listener => listener.AcceptTcpClientAsync())),
        Tcp(Waits.On(Listening, listener => listener.AcceptTcpClientAsync(default)))
            .WithToken((listener, token) => listener.AcceptTcpClientAsync(token)),
        Udp(Waits.On(Client, client => client.Receive(ref s_sender))),
        Udp(Waits.On(Client, client => client.ReceiveAsync())),
        Udp(Waits.On(Client, client => client.ReceiveAsync(default))).WithToken((client, token) => client.ReceiveAsync(token)),
        Http(Waits.On(HttpServer, server => server.Listener.GetContext())),
        Http(Waits.On(HttpServer, server => server.Listener.GetContextAsync())),
        Waits.OnAsync(Connected, connected => connected.Client.GetStream().ReadAsync(new byte[1], 0, 1))
            .Case("a client's stream")
            .Alone()
            .EndsAll(connected => connected.Client.Close())
            .EndsAll(connected => connected.Client.Dispose())
            .When("its listener stops", connected => { connected.Listener.Stop(); }, Outcome.EndsNothing)
            .When("the peer closes", connected => { connected.Peer.Dispose(); }, Outcome.EndsAll),
    ];

    private static TcpListener Listening()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static UdpClient Client() => new(new IPEndPoint(IPAddress.Loopback, 0));

    private static async Task<ConnectedClient> Connected()
    {
        TcpListener listener = Listening();
        var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        return new(listener, client, await listener.AcceptTcpClientAsync());
    }

    private static RunningHttpListener HttpServer()
    {
        while (true)
        {
            using TcpListener free = Listening();
            int port = ((IPEndPoint)free.LocalEndpoint).Port;
            free.Stop();
            var listener = new HttpListener();
            listener.Prefixes.Add($"http://localhost:{port}/");
            try
            {
                listener.Start();
                return new(listener, port);
            }
            catch (HttpListenerException)
            {
                // Another process uses this port.
            }
        }
    }

    private static WaitCaseOf<TcpListener> Tcp(WaitCaseOf<TcpListener> wait) => wait
        .When("a client connects", listener => { new TcpClient().Connect((IPEndPoint)listener.LocalEndpoint); }, Outcome.EndsOne)
        .EndsAll(listener => listener.Stop())
        .EndsAll(listener => listener.Dispose())
        .EndsAll(listener => listener.Server.Dispose())
        .EndsNothing(listener => listener.Start())
        .EndsNothing(listener => listener.Pending());

    private static WaitCaseOf<UdpClient> Udp(WaitCaseOf<UdpClient> wait) => wait
        .When("a datagram comes", client => { new UdpClient().Send([1], (IPEndPoint)client.Client.LocalEndPoint!); }, Outcome.EndsOne)
        .EndsAll(client => client.Close())
        .EndsAll(client => client.Dispose())
        .EndsAll(client => client.Client.Dispose())
        .EndsNothing(client => client.Available);

    private static WaitCaseOf<RunningHttpListener> Http(WaitCaseOf<RunningHttpListener> wait) => wait
        .When("a request comes", server => { _ = new HttpClient().GetAsync($"http://localhost:{server.Port}/"); }, Outcome.EndsOne)
        .EndsAll(server => server.Listener.Stop())
        .EndsAll(server => server.Listener.Close())
        .EndsAll(server => server.Listener.Abort())
        .EndsAll(server => ((IDisposable)server.Listener).Dispose())
        .EndsNothing(server => server.Listener.IsListening);

    private sealed record ConnectedClient(TcpListener Listener, TcpClient Client, TcpClient Peer);

    private sealed record RunningHttpListener(HttpListener Listener, int Port);
}
