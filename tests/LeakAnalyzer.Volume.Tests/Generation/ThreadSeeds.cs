using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Volume.Tests.Generation;

/// <summary>Leaks (<see cref="Seed"/>): tasks that call a method with a wait, to which a fix has to pass a token.</summary>
internal static class ThreadSeeds
{
    private const string Drain =
        """
        private static async Task DrainAsync(ChannelReader<int> source)
        {
            while (await source.WaitToReadAsync())
            {
                Work(source.TryRead(out int next), next);
            }
        }
        """;

    private const string Relay =
        """
        private static Task RelayAsync(ChannelReader<int> source, int count = 1) => DrainAsync(source: source);

        private static Task AgainAsync() => RelayAsync(Given.Reader);
        """;

    private const string Pumps =
        """
        public static class Pumps
        {
            /// <summary>Reads.</summary>
            /// <param name="source">What is read.</param>
            public static async Task PumpAsync(this ChannelReader<int> source)
            {
                // again and again
                while (await Deep.WaitAsync(source))
                {
                    System.GC.KeepAlive(source.TryRead(out int next) ? next : 0);
                }
            }

            private static class Deep
            {
                internal static async Task<bool> WaitAsync(ChannelReader<int> source)
                    => await source.WaitToReadAsync().ConfigureAwait(false);
            }
        }
        """;

    private const string Loops =
        """
        public static class Loops
        {
            public static async Task LoopAsync(int milliseconds)
            {
                while (true)
                {
                    await Task.Delay(milliseconds);
                }
            }

            public static async Task LoopAsync(int milliseconds, string name) => await LoopAsync(milliseconds + name.Length);

            public static void Block(SemaphoreSlim semaphore) { semaphore.Wait(); }
        }
        """;

    public static ImmutableArray<Seed> All { get; } =
    [
        new("_ = DrainAsync(reader);") { Members = Drain, IsExpression = true },
        new("_ = Task.Run(() => RelayAsync(reader, count: 2));") { Members = $"{Drain}\n\n{Relay}", IsExpression = true },
        new(
            """
            Task drain = DrainAsync(reader);
            Work(drain.IsCompleted);
            _ = RelayAsync(reader);
            """) { Members = $"{Drain}\n\n{Relay}" },
        new("_ = Task.Run(() => new Worker(reader).RunAsync());")
        {
            IsExpression = true,
            Members =
                """
                private sealed class Worker
                {
                    private readonly ChannelReader<int> _source;

                    public Worker(ChannelReader<int> source) { _source = source; }

                    public async Task RunAsync() { await _source.ReadAsync(); await Task.Delay(1); }
                }
                """,
        },
        new("_ = Task.Run(() => Block(gate));") { Members = "private static bool Block(SemaphoreSlim semaphore) { semaphore.Wait(); return true; }", IsExpression = true },
        new("_ = LoopAsync(1000);")
        {
            IsExpression = true,
            Members = "private static async Task LoopAsync(int pause, string name = null)\n{\n    for (;;)\n    {\n        Work(name);\n        await Task.Delay(pause);\n    }\n}",
        },
        new("_ = DrainAsync(1, reader);")
        {
            IsExpression = true,
            Members = "private static async Task DrainAsync(int count, params ChannelReader<int>[] sources) { await sources[count].ReadAsync(); }",
        },
        new("_ = DrainAsync(reader);") { Members = $"{Drain}\n\nprivate static Func<ChannelReader<int>, Task> Drainer => DrainAsync;", IsExpression = true },
        new(
            """
            _ = Task.Run(async () =>
            {
                await foreach (int item in ItemsAsync(reader))
                {
                    Work(item);
                }
            });
            """)
        {
            NeedsNewFramework = true,
            Since = LanguageVersion.CSharp8,
            Members = "private static async IAsyncEnumerable<int> ItemsAsync(ChannelReader<int> source)\n{\n    while (await source.WaitToReadAsync())\n    {\n        yield return 1;\n    }\n}",
        },
        new("_ = Pumps.PumpAsync(reader);") { Elsewhere = Pumps, IsExpression = true },
        new("_ = Task.Run(() => reader.PumpAsync());") { Elsewhere = Pumps, IsExpression = true },
        new("_ = Loops.LoopAsync(1, \"two\");") { Elsewhere = Loops, IsExpression = true },
        new("_ = Task.Run(() => Loops.Block(semaphore: gate));") { Elsewhere = Loops, IsExpression = true },
    ];
}
