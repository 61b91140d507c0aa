// Close to what LEAK001, LEAK003 and LEAK010 report, but without a leak: a server that accepts connections until its listener is stopped,
// and serves each connection in a task that nobody awaits, with the server's token and a timeout for each connection.
using System.Net;
using System.Net.Sockets;

namespace LeakAnalyzer.ValidCode;

public sealed class AcceptLoop : IDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stopped = new();
    private Task? _accepting;

    public AcceptLoop(int port) => _listener = new TcpListener(IPAddress.Loopback, port);

    public bool IsAccepting => _accepting is { IsCompleted: false };

    public void Start()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public void Dispose()
    {
        _stopped.Cancel();
        _listener.Stop();
        _stopped.Dispose();
    }

    private async Task AcceptAsync()
    {
        CancellationToken stopped = _stopped.Token;
        while (true)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync(stopped).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                return;
            }

            _ = ServeAsync(client, stopped);
        }
    }

    private static async Task ServeAsync(TcpClient client, CancellationToken stopped)
    {
        using (client)
        {
            using var idle = CancellationTokenSource.CreateLinkedTokenSource(stopped);
            byte[] buffer = new byte[1024];
            while (true)
            {
                idle.CancelAfter(TimeSpan.FromMinutes(1));
                int count = await client.Client.ReceiveAsync(buffer.AsMemory(), SocketFlags.None, idle.Token).ConfigureAwait(false);
                if (count == 0)
                {
                    return;
                }

                await client.GetStream().WriteAsync(buffer.AsMemory(0, count), idle.Token).ConfigureAwait(false);
            }
        }
    }
}

public sealed class DiscoveryResponder : IDisposable
{
    private readonly UdpClient _socket;
    private readonly Thread _thread;

    public DiscoveryResponder(int port)
    {
        _socket = new UdpClient(port);
        _thread = new Thread(Respond) { IsBackground = true, Name = nameof(DiscoveryResponder) };
        _thread.Start();
    }

    public void Dispose()
    {
        _socket.Dispose();
        _thread.Join(TimeSpan.FromSeconds(1));
    }

    private void Respond()
    {
        var sender = new IPEndPoint(IPAddress.Any, 0);
        try
        {
            while (true)
            {
                byte[] question = _socket.Receive(ref sender);
                _socket.Send(question, question.Length, sender);
            }
        }
        catch (SocketException)
        {
            // The socket was closed while the task used it.
        }
    }
}
