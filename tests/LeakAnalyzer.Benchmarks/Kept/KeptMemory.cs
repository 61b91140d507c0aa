using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.Channels;

namespace LeakAnalyzer.Benchmarks.Kept;

/// <summary>Measures how much memory one leak of each kind keeps.</summary>
internal static class KeptMemory
{
    private const int Leaks = 20_000;
    private const int Threads = 500;

    private static readonly CancellationTokenSource s_parent = new();
    private static readonly Channel<int> s_channel = Channel.CreateUnbounded<int>();
    private static readonly BlockingCollection<string> s_queue = [];

    public static void Print(TextWriter output)
    {
        // The first round isn't printed: in it the JIT compiles the methods, and the lists inside s_parent and s_channel grow.
        foreach (TextWriter writer in new[] { TextWriter.Null, output })
        {
            PrintBytes(writer, "a task that waits for a channel", () => _ = ReadAsync());
            PrintBytes(writer, "a task that waits with the token of a lost linked source", () => _ = Task.Delay(Timeout.Infinite, CancellationTokenSource.CreateLinkedTokenSource(s_parent.Token).Token));
            PrintBytes(writer, "a task that runs an endless loop", () => _ = LoopAsync());
            PrintBytes(writer, "a linked source that stays with its parent", () => CancellationTokenSource.CreateLinkedTokenSource(s_parent.Token));
            PrintBytes(writer, "a callback that captures one object", Register);
            PrintBytes(writer, "a delay of an hour", () => _ = Task.Delay(TimeSpan.FromHours(1)));
        }

        long before = Environment.WorkingSet;
        for (int i = 0; i < Threads; i++)
        {
            new Thread(static () => s_queue.Take()) { IsBackground = true }.Start();
        }

        Thread.Sleep(TimeSpan.FromSeconds(1));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"a thread that waits: {(Environment.WorkingSet - before) / 1024 / Threads} KiB resident"));
    }

    private static void PrintBytes(TextWriter output, string kind, Action leak)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int i = 0; i < Leaks; i++)
        {
            leak();
        }

        Thread.Sleep(TimeSpan.FromMilliseconds(300));
        long bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / Leaks;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind}: {bytes} bytes"));
    }

    private static async Task ReadAsync() => await s_channel.Reader.ReadAsync();

    private static async Task LoopAsync()
    {
        while (true)
        {
            await Task.Delay(TimeSpan.FromMinutes(1));
        }
    }

    private static void Register()
    {
        object captured = new();
        s_parent.Token.Register(() => GC.KeepAlive(captured));
    }
}
