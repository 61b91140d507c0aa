// Close to what LEAK001, LEAK004, LEAK007 and LEAK010 report, but without a leak: a client whose loops reconnect, ping and receive until the
// client is disposed. The client's source is linked to a token of its caller, and each connection has a source that ends its ping and receive loops.
using System.Buffers;
using System.Net.WebSockets;
using System.Text;

namespace LeakAnalyzer.ValidCode;

public sealed class ReconnectingClient : IAsyncDisposable
{
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMinutes(1);

    private readonly Uri _address;
    private readonly Action<string> _onMessage;
    private readonly CancellationTokenSource _disposed;
    private readonly Task _running;

    public ReconnectingClient(Uri address, Action<string> onMessage, CancellationToken token)
    {
        _address = address;
        _onMessage = onMessage;
        _disposed = CancellationTokenSource.CreateLinkedTokenSource(token);
        _running = RunAsync(_disposed.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _disposed.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _disposed.Dispose();
    }

    private async Task RunAsync(CancellationToken disposed)
    {
        TimeSpan pause = TimeSpan.FromSeconds(1);
        while (!disposed.IsCancellationRequested)
        {
            try
            {
                await RunConnectionAsync(disposed).ConfigureAwait(false);
                pause = TimeSpan.FromSeconds(1);
            }
            catch (Exception exception) when (exception is WebSocketException or IOException)
            {
                await Task.Delay(pause, disposed).ConfigureAwait(false);
                pause = pause * 2 < s_longestPause ? pause * 2 : s_longestPause;
            }
        }
    }

    private async Task RunConnectionAsync(CancellationToken disposed)
    {
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(_address, disposed).ConfigureAwait(false);

        using var closed = CancellationTokenSource.CreateLinkedTokenSource(disposed);
        Task pinging = PingAsync(socket, closed.Token);
        try
        {
            await ReceiveAsync(socket, closed.Token).ConfigureAwait(false);
        }
        finally
        {
            await closed.CancelAsync().ConfigureAwait(false);
            await pinging.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task PingAsync(ClientWebSocket socket, CancellationToken closed)
    {
        while (true)
        {
            await Task.Delay(TimeSpan.FromSeconds(30), closed).ConfigureAwait(false);
            await socket.SendAsync(ReadOnlyMemory<byte>.Empty, WebSocketMessageType.Binary, endOfMessage: true, closed).ConfigureAwait(false);
        }
    }

    private async Task ReceiveAsync(ClientWebSocket socket, CancellationToken closed)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(4096);
        try
        {
            while (true)
            {
                ValueWebSocketReceiveResult received = await socket.ReceiveAsync(buffer.AsMemory(), closed).ConfigureAwait(false);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, closed).ConfigureAwait(false);
                    return;
                }

                _onMessage(Encoding.UTF8.GetString(buffer, 0, received.Count));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
