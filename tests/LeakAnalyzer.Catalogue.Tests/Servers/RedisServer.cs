using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LeakAnalyzer.Catalogue.Tests.Servers;

/// <summary>The part of a Redis server that lets a client connect, and subscribe to a channel.</summary>
internal sealed class RedisServer
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TaskCompletionSource<NetworkStream> _subscriber = new();

    public RedisServer()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Configuration =>
        $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port},protocol=resp2,abortConnect=false,setlib=false,$INFO=,$CLUSTER=,$CONFIG=,$CLIENT=";

    public void Publish() => Send(_subscriber.Task.Result, Array("message", "news", "item"));

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
        using var reader = new StreamReader(stream, Encoding.Latin1) /* one byte is one character */;
        while (await reader.ReadLineAsync() is { } head)
        {
            string[] command = new string[int.Parse(head[1..], System.Globalization.CultureInfo.InvariantCulture)];
            for (int part = 0; part < command.Length; part++)
            {
                command[part] = await ReadBulkAsync(reader);
            }

            Send(stream, Answer(command));
            if (command is ["SUBSCRIBE", "news"])
            {
                _subscriber.TrySetResult(stream);
            }
        }
    }

    private static async Task<string> ReadBulkAsync(StreamReader reader)
    {
        string length = (await reader.ReadLineAsync())![1..];
        char[] text = new char[int.Parse(length, System.Globalization.CultureInfo.InvariantCulture) + 2];
        await reader.ReadBlockAsync(text);
        return new(text, 0, text.Length - 2);
    }

    private static string Answer(string[] command) =>
        command switch
        {
            ["ECHO", var text] => Bulk(text),
            ["PING"] => "+PONG\r\n",
            ["SUBSCRIBE" or "UNSUBSCRIBE", var channel] => $"*3\r\n{Bulk(command[0].ToLowerInvariant())}{Bulk(channel)}:1\r\n",
            ["GET", _] => "$-1\r\n",
            ["SELECT", _] => "+OK\r\n",
            _ => "-ERR unknown command\r\n",
        };

    private static string Array(params string[] parts) => $"*{parts.Length}\r\n{string.Concat(parts.Select(Bulk))}";

    private static string Bulk(string text) => $"${text.Length}\r\n{text}\r\n";

    private static void Send(NetworkStream stream, string text) => stream.Write(Encoding.Latin1.GetBytes(text));
}
