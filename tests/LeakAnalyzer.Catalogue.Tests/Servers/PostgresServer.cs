using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LeakAnalyzer.Catalogue.Tests.Servers;

/// <summary>The part of a PostgreSQL server that lets a client open a connection and wait for a notification.</summary>
internal sealed class PostgresServer
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TaskCompletionSource<NetworkStream> _client = new();

    public PostgresServer()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public string ConnectionString =>
        $"Host=127.0.0.1;Port={((IPEndPoint)_listener.LocalEndpoint).Port};Username=u;Password=p;Database=d;SSL Mode=Disable;GSS Encryption Mode=Disable;"
        + "Pooling=false;Server Compatibility Mode=NoTypeLoading";

    public void Notify() => Send(_client.Task.Result, 'A', [0, 0, 0, 1, .. "channel\0payload\0"u8]);

    public void Close() => _client.Task.Result.Dispose();

    private async Task AcceptAsync()
    {
        while (true)
        {
            NetworkStream stream = (await _listener.AcceptTcpClientAsync()).GetStream();
            _ = ServeAsync(stream);
        }
    }

    private async Task ServeAsync(NetworkStream stream)
    {
        const int StartupVersion = 3 << 16;
        byte[] head = new byte[8];
        await stream.ReadExactlyAsync(head);
        if (BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(4)) >> 16 != StartupVersion >> 16)
        {
            stream.Dispose(); // Without encryption, the only other first message of a client is a request to cancel a query.
            return;
        }

        await stream.ReadExactlyAsync(new byte[BinaryPrimitives.ReadInt32BigEndian(head) - head.Length]);
        Send(stream, 'R', [0, 0, 0, 0]);
        foreach (string parameter in new[] { "server_version|16.0", "client_encoding|UTF8", "standard_conforming_strings|on", "TimeZone|UTC" })
        {
            Send(stream, 'S', Encoding.UTF8.GetBytes(parameter.Replace('|', '\0') + "\0"));
        }

        Send(stream, 'K', [0, 0, 0, 1, 0, 0, 0, 1]);
        Send(stream, 'Z', "I"u8);
        _client.SetResult(stream);
    }

    private static void Send(NetworkStream stream, char kind, ReadOnlySpan<byte> body)
    {
        byte[] message = new byte[5 + body.Length];
        message[0] = (byte)kind;
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), 4 + body.Length);
        body.CopyTo(message.AsSpan(5));
        stream.Write(message);
    }
}
