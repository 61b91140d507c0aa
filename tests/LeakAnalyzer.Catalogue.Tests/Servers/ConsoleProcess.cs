using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace LeakAnalyzer.Catalogue.Tests.Servers;

/// <summary>A process that reads from its console again and again.</summary>
internal sealed class ConsoleProcess
{
    private readonly StreamReader _ended;
    private readonly StreamWriter _commands;

    private ConsoleProcess(Process process, NetworkStream connection)
    {
        Input = process.StandardInput;
        _ended = new StreamReader(connection);
        _commands = new StreamWriter(connection) { AutoFlush = true };
    }

    /// <summary>Gets the writer of the text that the process reads from its console.</summary>
    public StreamWriter Input { get; }

    /// <summary>Starts a process. It reads in one of the ways that <see cref="Main"/> lists, such as <c>ReadLine</c>.</summary>
    public static async Task<ConsoleProcess> StartAsync(string way)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        string[] command = [typeof(ConsoleProcess).Assembly.Location, way, $"{((IPEndPoint)listener.LocalEndpoint).Port}"];
        Process process = Process.Start(new ProcessStartInfo("dotnet", command) { RedirectStandardInput = true })!;
        return new(process, (await listener.AcceptTcpClientAsync()).GetStream());
    }

    /// <summary>Blocks until a read in the process ends.</summary>
    public void WaitForEnd() => _ended.ReadLine();

    /// <summary>Sends a command: <c>Cancel</c> to cancel the token, anything else to dispose the stream.</summary>
    public void Do(string act) => _commands.WriteLine(act);

    /// <summary>The process's entry point. Its arguments are the way to read, and the port of a connection for commands and answers.</summary>
    public static async Task Main(string[] arguments)
    {
        using var client = new TcpClient("127.0.0.1", int.Parse(arguments[1], System.Globalization.CultureInfo.InvariantCulture));
        var source = new CancellationTokenSource();
        Stream input = Console.OpenStandardInput();
        byte[] buffer = new byte[1];
        Func<Task> wait = arguments[0] switch
        {
            nameof(Console.ReadLine) => () => Task.FromResult(Console.ReadLine()),
            nameof(Console.Read) => () => Task.FromResult(Console.Read()),
            nameof(TextReader.ReadLineAsync) => () => Console.In.ReadLineAsync(source.Token).AsTask(),
            nameof(Stream.Read) + nameof(Stream) => () => Task.FromResult(input.Read(buffer, 0, 1)),
            nameof(Stream.ReadAsync) => () => input.ReadAsync(buffer, source.Token).AsTask(),
            _ => throw new ArgumentOutOfRangeException(nameof(arguments)),
        };
        new Thread(() => Repeat(wait, client.GetStream())) { IsBackground = true }.Start();

        using var commands = new StreamReader(client.GetStream());
        while (await commands.ReadLineAsync() is { } command)
        {
            (command == nameof(source.Cancel) ? (Action)source.Cancel : input.Dispose)();
        }
    }

    private static void Repeat(Func<Task> wait, Stream tellEnd)
    {
        while (true)
        {
            try
            {
                wait().GetAwaiter().GetResult();
            }
            catch (Exception end) when (end is OperationCanceledException or ObjectDisposedException or IOException)
            {
                // A read that ends with an exception has ended too.
            }

            tellEnd.Write("\n"u8);
        }
    }
}
