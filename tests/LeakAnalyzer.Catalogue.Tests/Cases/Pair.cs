using System.Net;
using System.Net.Sockets;

namespace LeakAnalyzer.Catalogue.Tests.Cases;

/// <summary>Two sockets that are connected to each other.</summary>
internal sealed record Pair(Socket Own, Socket Peer)
{
    private NetworkStream? _stream;

    public NetworkStream Stream => _stream ??= new(Own, ownsSocket: true);

    public static async Task<Pair> CreateAsync()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var own = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await own.ConnectAsync(listener.LocalEndPoint!);
        Pair pair = new(own, await listener.AcceptAsync());
        _ = pair.Stream;
        return pair;
    }
}
