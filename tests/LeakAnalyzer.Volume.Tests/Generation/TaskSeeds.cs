using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Volume.Tests.Generation;

/// <summary>Leaks (<see cref="Seed"/>): tasks that nobody awaits.</summary>
internal static class TaskSeeds
{
    /// <summary>A method that waits with an optional token.</summary>
    public const string Pump =
        """
        private static async Task PumpAsync(ChannelReader<int> source, CancellationToken stop = default(CancellationToken))
        {
            while (await source.WaitToReadAsync(stop))
            {
                Work(source.TryRead(out int next), next);
            }
        }
        """;

    public static ImmutableArray<Seed> All { get; } =
    [
        new("_ = Task.Run(async () => await reader.ReadAsync());") { IsExpression = true },
        new("Task.Run(async () => await reader.WaitToReadAsync().ConfigureAwait(false));") { IsExpression = true },
        new(
            """
            _ = Task.Run(async () =>
            {
                while (await reader.WaitToReadAsync())
                {
                    Work(reader.TryRead(out int item), item);
                }
            });
            """),
        new("_ = PumpAsync(reader);") { Members = Pump, IsExpression = true },
        new("_ = Task.Run(() => PumpAsync(reader));") { Members = Pump, IsExpression = true },
        new("_ = Task.WhenAll(PumpAsync(reader), PumpAsync(source: reader));") { Members = Pump, IsExpression = true },
        new(
            """
            Task pump = PumpAsync(reader);
            Work(pump.IsCompleted);
            """) { Members = Pump },
        new("_ = Task.Factory.StartNew(async () => await Task.Delay(Timeout.Infinite));") { IsExpression = true },
        new("_ = Task.Run(() => gate.Wait());") { IsExpression = true },
        new("_ = Task.Run(async delegate { await gate.WaitAsync(default(CancellationToken)); });") { IsExpression = true },
        new("_ = Task.Run(() => Work()).ContinueWith(async previous => await reader.ReadAsync());") { IsExpression = true },
        new("ThreadPool.QueueUserWorkItem(state => gate.Wait());") { IsExpression = true },
        new(
            """
            Func<Task> pumping = async () => await reader.ReadAsync();
            _ = pumping();
            """),
        new(
            """
            _ = LocalAsync();

            async Task LocalAsync()
            {
                await reader.ReadAsync();
            }
            """),
        new(
            """
            _ = Task.Run(async () =>
            {
                Work(@"first
              second");
                Work($@"{flag}
            third", 'x', "// no comment");
                await reader.ReadAsync();
            });
            """),
        new(
            """"
            _ = Task.Run(async () =>
            {
                Work($"""
                    first {flag}
                      second
                    """);
                await reader.ReadAsync();
            });
            """") { Since = LanguageVersion.CSharp11 },
        new(
            """
            _ = Task.Run(async () =>
            {
                while (true)
                {
                    Work();
                    await Task.Delay(1000);
                }
            });
            """),
        new(
            """
            _ = Task.Run(() =>
            {
                for (;;)
                {
                    Work();
                    Thread.Sleep(1000);
                }
            });
            """),
        new(
            """
            _ = Task.Run(async () =>
            {
                do
                {
                    try
                    {
                        await Task.Delay(TimeSpan.FromSeconds(1));
                    }
                    catch (InvalidOperationException)
                    {
                        Work();
                    }
                }
                while (true);
            });
            """),
        new("_ = Task.Run(async () => await reader.ReadAsync(cancellationToken));") { NeedsToken = true, IsExpression = true },
        new("_ = PumpAsync(reader, stop: cancellationToken);") { NeedsToken = true, Members = Pump, IsExpression = true },
        new(
            """
            _ = Task.Run(async () =>
            {
                while (!cancellationToken.IsCancellationRequested)
                {
                    Work(await reader.ReadAsync(cancellationToken));
                    await Task.Delay(10, cancellationToken);
                }
            }, cancellationToken);
            """) { NeedsToken = true },
        new(
            """
            _ = Task.Run(async () =>
            {
                await foreach (int item in reader.ReadAllAsync())
                {
                    Work(item);
                }
            });
            """) { NeedsNewFramework = true, Since = LanguageVersion.CSharp8 },
        new(
            """
            _ = Task.Run(async () =>
            {
                using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
                while (await timer.WaitForNextTickAsync())
                {
                    Work();
                }
            });
            """) { NeedsNewFramework = true, Since = LanguageVersion.CSharp8 },
        new("_ = Task.Run(async () => await Given.Promise.Task);") { NeedsNewFramework = true, IsExpression = true },
        new("_ = Task.Run(async static () => await Given.Reader.ReadAsync());") { Since = LanguageVersion.CSharp9, IsExpression = true },
        new(
            """
            _ = Task.Run(async () =>
            {
                _ = Task.Run(async () => await reader.ReadAsync());
                Work();
                await Task.Delay(1000);
            });
            """),
    ];
}
