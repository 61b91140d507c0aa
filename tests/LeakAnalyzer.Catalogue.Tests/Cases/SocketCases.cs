using System.Net;
using System.Net.Sockets;
using LeakAnalyzer.Catalogue.Tests.Running;

namespace LeakAnalyzer.Catalogue.Tests.Cases;

internal static class SocketCases
{
    private static readonly byte[] s_buffer = new byte[16];
    private static readonly ArraySegment<byte> s_segment = new(s_buffer);
    private static EndPoint s_sender = new IPEndPoint(IPAddress.Any, 0);
    private static SocketFlags s_flags;
    private static IPPacketInformation s_information;

    public static IEnumerable<WaitCase> All =>
    [
        Accepting(Waits.On(Listening, socket => socket.Accept())),
        Accepting(Waits.On(Listening, socket => socket.AcceptAsync())),
        Accepting(Waits.On(Listening, socket => SocketTaskExtensions.AcceptAsync(socket))),
        Accepting(Waits.On(Listening, socket => socket.AcceptAsync(default(CancellationToken))))
            .WithToken((socket, token) => socket.AcceptAsync(token)),
        Receiving(Waits.OnAsync(Pair.CreateAsync, pair => pair.Own.Receive(s_buffer))),
        Receiving(Waits.OnAsync(Pair.CreateAsync, pair => pair.Own.Receive(s_buffer, SocketFlags.None))),
        Receiving(Waits.OnAsync(Pair.CreateAsync, pair => pair.Own.ReceiveAsync(s_segment))),
        Receiving(Waits.OnAsync(Pair.CreateAsync, pair => SocketTaskExtensions.ReceiveAsync(pair.Own, s_segment, SocketFlags.None))),
        Receiving(Waits.OnAsync(Pair.CreateAsync, pair => pair.Own.ReceiveAsync(s_segment, SocketFlags.None))),
        Receiving(Waits.OnAsync(Pair.CreateAsync, pair => pair.Own.ReceiveAsync(s_buffer, default(CancellationToken))))
            .WithToken((pair, token) => pair.Own.ReceiveAsync(s_buffer, token)),
        Receiving(Waits.OnAsync(Pair.CreateAsync, pair => pair.Own.ReceiveAsync(s_buffer, SocketFlags.None, default)))
            .WithToken((pair, token) => pair.Own.ReceiveAsync(s_buffer, SocketFlags.None, token)),
        Datagrams(Waits.On(Datagram, socket => socket.ReceiveFrom(s_buffer, ref s_sender))),
        Datagrams(Waits.On(Datagram, socket => socket.ReceiveFromAsync(s_segment, s_sender))),
        Datagrams(Waits.On(Datagram, socket => SocketTaskExtensions.ReceiveFromAsync(socket, s_segment, SocketFlags.None, s_sender))),
        Datagrams(Waits.On(Datagram, socket => SocketTaskExtensions.ReceiveMessageFromAsync(socket, s_segment, SocketFlags.None, s_sender))),
        Datagrams(Waits.On(Datagram, socket => socket.ReceiveFromAsync(s_buffer, s_sender, default)))
            .WithToken((socket, token) => socket.ReceiveFromAsync(s_buffer, s_sender, token)),
        Datagrams(Waits.On(Informing, socket => socket.ReceiveMessageFrom(s_buffer, 0, 1, ref s_flags, ref s_sender, out s_information))),
        Datagrams(Waits.On(Datagram, socket => socket.ReceiveMessageFromAsync(s_segment, s_sender))),
        Datagrams(Waits.On(Datagram, socket => socket.ReceiveMessageFromAsync(s_buffer, s_sender, default)))
            .WithToken((socket, token) => socket.ReceiveMessageFromAsync(s_buffer, s_sender, token)),
        Reading(Waits.OnAsync(Pair.CreateAsync, pair => pair.Stream.Read(s_buffer, 0, 1))),
        Reading(Waits.OnAsync(Pair.CreateAsync, pair => pair.Stream.ReadByte())),
        Reading(Waits.OnAsync(Pair.CreateAsync, pair => pair.Stream.ReadAsync(s_buffer, 0, 1))),
        Reading(Waits.OnAsync(Pair.CreateAsync, pair => pair.Stream.ReadAsync(s_buffer, 0, 1, default)))
            .WithToken((pair, token) => pair.Stream.ReadAsync(s_buffer, 0, 1, token)),
        Reading(Waits.OnAsync(Pair.CreateAsync, pair => pair.Stream.ReadAsync(s_buffer, default)))
            .WithToken((pair, token) => pair.Stream.ReadAsync(s_buffer, token)),
        Reading(Waits.OnAsync(Pair.CreateAsync, pair => pair.Stream.ReadExactlyAsync(s_buffer, 0, 1, default)))
            .WithToken((pair, token) => pair.Stream.ReadExactlyAsync(s_buffer, 0, 1, token)),
        Reading(Waits.OnAsync(Pair.CreateAsync, pair => pair.Stream.ReadAtLeastAsync(s_buffer, 1, true, default)))
            .WithToken((pair, token) => pair.Stream.ReadAtLeastAsync(s_buffer, 1, true, token)),
        Reading(Waits.OnAsync(Pair.CreateAsync, pair => pair.Stream.ReadExactly(s_buffer, 0, 1))),
        Reading(Waits.OnAsync(Pair.CreateAsync, pair => pair.Stream.CopyToAsync(Stream.Null, 81920, default)), Outcome.EndsNothing)
            .WithToken((pair, token) => pair.Stream.CopyToAsync(Stream.Null, 81920, token)),
        TextReading(Waits.OnAsync(Text, text => text.Reader.ReadLine())),
        TextReading(Waits.OnAsync(Text, text => text.Reader.ReadLineAsync())),
        TextReading(Waits.OnAsync(Text, text => text.Reader.ReadLineAsync(default)))
            .WithToken((text, token) => text.Reader.ReadLineAsync(token)),
        TextReading(Waits.OnAsync(Text, text => text.Reader.ReadToEndAsync()), Outcome.EndsNothing),
    ];

    private static Socket Listening()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        return socket;
    }

    private static Socket Datagram()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private static Socket Informing()
    {
        Socket socket = Datagram();
        socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.PacketInformation, true);
        return socket;
    }

    private static async Task<TextPair> Text()
    {
        Pair pair = await Pair.CreateAsync();
        return new(pair, new StreamReader(pair.Stream));
    }

    private static WaitCaseOf<Socket> Accepting(WaitCaseOf<Socket> wait) => wait
        .When("a client connects", socket => Connect(socket.LocalEndPoint!), Outcome.EndsOne)
        .EndsAll(socket => socket.Close())
        .EndsAll(socket => socket.Close(1))
        .EndsAll(socket => socket.Dispose())
        .EndsNothing(socket => socket.LocalEndPoint);

    private static WaitCaseOf<Pair> Receiving(WaitCaseOf<Pair> wait) => wait
        .When("the peer sends", pair => { pair.Peer.Send(s_buffer); }, Outcome.EndsOne)
        .When("the peer closes", pair => { pair.Peer.Dispose(); }, Outcome.EndsAll)
        .EndsAll(pair => pair.Own.Close())
        .EndsAll(pair => pair.Own.Dispose())
        .EndsAll(pair => pair.Own.Shutdown(SocketShutdown.Both))
        .EndsAll(pair => pair.Own.Shutdown(SocketShutdown.Receive))
        .EndsNothing(pair => pair.Own.Shutdown(SocketShutdown.Send))
        .EndsAll(pair => pair.Own.Disconnect(false))
        .EndsAll(pair => pair.Own.DisconnectAsync(false, default))
        .EndsNothing(pair => pair.Own.Send(s_buffer));

    private static WaitCaseOf<Socket> Datagrams(WaitCaseOf<Socket> wait) => wait
        .When("a datagram comes", socket => Send(socket.LocalEndPoint!), Outcome.EndsOne)
        .EndsAll(socket => socket.Close())
        .EndsAll(socket => socket.Dispose());

    private static WaitCaseOf<Pair> Reading(WaitCaseOf<Pair> wait, Outcome ofData = Outcome.EndsOne) => wait
        .Alone()
        .When("the peer sends", pair => { pair.Peer.Send(s_buffer, 1, SocketFlags.None); }, ofData)
        .When("the peer closes", pair => { pair.Peer.Dispose(); }, Outcome.EndsAll)
        .EndsAll(pair => pair.Stream.Close())
        .EndsAll(pair => pair.Stream.Dispose())
        .EndsAll(pair => pair.Stream.DisposeAsync())
        .EndsAll(pair => pair.Own.Dispose())
        .EndsNothing(pair => pair.Stream.Flush());

    private static WaitCaseOf<TextPair> TextReading(WaitCaseOf<TextPair> wait, Outcome ofLine = Outcome.EndsOne) => wait
        .Alone()
        .When("the peer sends", text => { text.Pair.Peer.Send("a\n"u8); }, ofLine)
        .When("the peer closes", text => { text.Pair.Peer.Dispose(); }, Outcome.EndsAll)
        .EndsAll(text => text.Reader.Close())
        .EndsAll(text => text.Reader.Dispose())
        .EndsAll(text => text.Pair.Own.Dispose());

    private static void Connect(EndPoint target) =>
        new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp).Connect(target);

    private static void Send(EndPoint target) =>
        new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp).SendTo(s_buffer, target);

    private sealed record TextPair(Pair Pair, StreamReader Reader);
}
