using static LeakAnalyzer.Facts.Catalogue.TypeFacts;
using static LeakAnalyzer.Facts.Vocabulary;

namespace LeakAnalyzer.Facts.Catalogue;

/// <summary>The facts about sockets, listeners, and streams from and to a connected peer.</summary>
internal static class Connections
{
    private const string Sockets = "System.Net.Sockets.";

    private static readonly string[] s_settings =
    [
        "Start", "Bind", "Listen", "Connect", "ConnectAsync", "Connected", "IsConnected", "IsListening", "State", "Pending", "Available",
        "Prefixes", "LocalEndpoint", "LocalEndPoint", "RemoteEndPoint", "Send", "SendAsync", "SendTo", "SendToAsync",
        "SetSocketOption", "GetSocketOption", "Blocking", "NoDelay", "ReceiveBufferSize", "SendBufferSize", "ReceiveTimeout", "SendTimeout", "Ttl", "DontFragment",
        "ExclusiveAddressUse", "EnableBroadcast", "LingerState", "MulticastLoopback", "DualMode", "Poll", "IOControl", "SubProtocol", "CloseStatus", "CloseStatusDescription",
        "JoinMulticastGroup", "DropMulticastGroup", "AllowNatTraversal",
    ];

    public static readonly TypeFacts[] Types =
    [
        Closable(Sockets + "Socket")
            .Each(["Accept", "AcceptAsync"], Waits(WaitsFor.Item), Blocks, Reads)
            .Each(["Receive", "ReceiveAsync"], Waits(WaitsFor.Peer), Blocks, Reads)
            .Each(["ReceiveFrom", "ReceiveFromAsync", "ReceiveMessageFrom", "ReceiveMessageFromAsync"], Waits(WaitsFor.Item), Blocks, Reads)
            .Each(["AcceptAsync(System.Net.Sockets.SocketAsyncEventArgs)", "ReceiveAsync(System.Net.Sockets.SocketAsyncEventArgs)",
                "ReceiveFromAsync(System.Net.Sockets.SocketAsyncEventArgs)", "ReceiveMessageFromAsync(System.Net.Sockets.SocketAsyncEventArgs)"], Reads)
            .Each(["Shutdown", "Disconnect", "DisconnectAsync"], Ends),
        Type(Sockets + "SocketTaskExtensions")
            .Member("AcceptAsync", Waits(WaitsFor.Item), Reads)
            .Member("ReceiveAsync", Waits(WaitsFor.Peer), Reads)
            .Each(["ReceiveFromAsync", "ReceiveMessageFromAsync"], Waits(WaitsFor.Item), Reads)
            .Each(["ConnectAsync", "SendAsync", "SendToAsync"], Reads),
        Closable(Sockets + "TcpListener")
            .Each(["AcceptSocket", "AcceptSocketAsync", "AcceptTcpClient", "AcceptTcpClientAsync"], Waits(WaitsFor.Item), Blocks, Reads)
            .Member("Stop", Ends, Disposes)
            .Member("Server", Returns(ResultKind.Part, of: Receiver)),
        Closable(Sockets + "TcpClient")
            .Each(["GetStream", "Client"], Returns(ResultKind.Part, of: Receiver)),
        Closable(Sockets + "UdpClient")
            .Each(["Receive", "ReceiveAsync"], Waits(WaitsFor.Item), Blocks, Reads)
            .Member("Client", Returns(ResultKind.Part, of: Receiver)),
        Closable("System.Net.HttpListener")
            .Each(["GetContext", "GetContextAsync"], Waits(WaitsFor.Item), Blocks, Reads)
            .Member("Stop", Ends)
            .Member("Abort", Ends, Disposes),
        Closable("System.Net.WebSockets.WebSocket")
            .Member("ReceiveAsync", Waits(WaitsFor.Peer), Reads)
            .Each(["CloseAsync", "CloseOutputAsync"], Ends) // a pending receive ends when the peer has answered the close
            .Member("Abort", Ends, Disposes),
        Type("System.Net.WebSockets.ClientWebSocket").Each(["Options", "ConnectAsync"], Reads),
        Closable("System.IO.Pipes.NamedPipeServerStream")
            .Each(["WaitForConnection", "WaitForConnectionAsync"], Waits(WaitsFor.Item), Blocks, Reads)
            .Member("Disconnect", Reads), // Disconnect throws while the pipe waits for a connection, so it doesn't end that wait
        PeerStream("System.IO.Pipes.PipeStream"),
        PeerStream(Sockets + "NetworkStream"),
        Type("System.Net.Http.HttpClient") // a request ends by itself, because the client has a timeout
            .Each(
                ["GetAsync", "GetStringAsync", "GetByteArrayAsync", "GetStreamAsync", "PostAsync", "PutAsync", "PatchAsync", "DeleteAsync", "Send", "SendAsync"],
                Returns(ResultKind.Finite), Reads),
        Type("System.Net.Http.Json.HttpClientJsonExtensions")
            .Each(["GetFromJsonAsync", "PostAsJsonAsync", "PutAsJsonAsync", "PatchAsJsonAsync", "DeleteFromJsonAsync"], Returns(ResultKind.Finite), Reads),
        Type("System.IO.Stream").Each(["Close", "Dispose", "DisposeAsync"], Ends, Disposes),
        Type("System.Console")
            .Each(["ReadLine", "ReadKey", "Read"], Blocks)
            .Each(["Write", "WriteLine"], NeverThrows),
    ];

    /// <summary>Creates the facts of a type for which closing or disposing an object ends the waits on that object.</summary>
    private static TypeFacts Closable(string name) => Type(name)
        .Each(["Close", "Dispose", "DisposeAsync"], Ends, Disposes)
        .Each(s_settings, Reads);

    private static TypeFacts PeerStream(string name) => Type(name)
        .Each(["Read", "ReadAsync", "ReadByte", "ReadExactly", "ReadExactlyAsync", "ReadAtLeast", "ReadAtLeastAsync"], Waits(WaitsFor.Peer), Blocks, Reads)
        .Each(["Close", "Dispose", "DisposeAsync"], Ends, Disposes)
        .Each(["Write", "WriteAsync", "WriteByte", "Flush", "FlushAsync", "CanRead", "CanWrite", "DataAvailable", "IsConnected", "WaitForPipeDrain"], Reads);
}
