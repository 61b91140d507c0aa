using System.Net.WebSockets;
using LeakAnalyzer.Catalogue.Tests.Running;

namespace LeakAnalyzer.Catalogue.Tests.Cases;

internal static class WebSocketCases
{
    private static readonly byte[] s_buffer = new byte[16];
    private static readonly ArraySegment<byte> s_segment = new(s_buffer);

    public static IEnumerable<WaitCase> All =>
    [
        Receiving(Waits.OnAsync(Connected, sockets => sockets.Own.ReceiveAsync(s_segment, default)))
            .WithToken((sockets, token) => sockets.Own.ReceiveAsync(s_segment, token)),
        Receiving(Waits.OnAsync(Connected, sockets => sockets.Own.ReceiveAsync(s_buffer.AsMemory(), default)))
            .WithToken((sockets, token) => sockets.Own.ReceiveAsync(s_buffer.AsMemory(), token)),
    ];

    private static async Task<WebSockets> Connected()
    {
        Pair pair = await Pair.CreateAsync();
        return new(
            WebSocket.CreateFromStream(pair.Stream, new() { IsServer = true }),
            WebSocket.CreateFromStream(new System.Net.Sockets.NetworkStream(pair.Peer, ownsSocket: true), new()));
    }

    private static WaitCaseOf<WebSockets> Receiving(WaitCaseOf<WebSockets> wait) => wait
        .Alone()
        .When("the peer sends", sockets => sockets.Peer.SendAsync(s_segment, WebSocketMessageType.Binary, true, default), Outcome.EndsOne)
        .When("the peer closes", sockets => sockets.Peer.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", default), Outcome.EndsAll)
        .When("the peer goes", sockets => { sockets.Peer.Dispose(); }, Outcome.EndsAll)
        .EndsAll(sockets => sockets.Own.Dispose())
        .EndsAll(sockets => sockets.Own.Abort())
        .EndsNothing(sockets => sockets.Own.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", default))
        .EndsNothing(sockets => sockets.Own.CloseAsync(WebSocketCloseStatus.NormalClosure, "", default))
        .When("it is closed and the peer answers", CloseBothAsync, Outcome.EndsAll)
        .EndsNothing(sockets => sockets.Own.SendAsync(s_segment, WebSocketMessageType.Binary, true, default))
        .EndsNothing(sockets => sockets.Own.State);

    private static Task CloseBothAsync(WebSockets sockets) => Task.WhenAll(
        sockets.Own.CloseAsync(WebSocketCloseStatus.NormalClosure, "", default),
        sockets.Peer.CloseAsync(WebSocketCloseStatus.NormalClosure, "", default));

    private sealed record WebSockets(WebSocket Own, WebSocket Peer);
}
