using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Volume.Tests.Generation;

/// <summary>Leaks (<see cref="Seed"/>): channels and <c>TaskCompletionSource</c>s that some path doesn't complete.</summary>
internal static class SignalSeeds
{
    public static ImmutableArray<Seed> All { get; } =
    [
        new(
            """
            Channel<int> rows = Channel.CreateUnbounded<int>();
            Task consumer = PumpAsync(rows.Reader);
            if (flag)
            {
                throw new InvalidOperationException();
            }

            rows.Writer.TryWrite(1);
            rows.Writer.Complete();
            await consumer;
            """) { Members = TaskSeeds.Pump, Awaits = true },
        new(
            """
            var rows = Channel.CreateUnbounded<int>();
            _ = PumpAsync(rows.Reader);
            rows.Writer.TryWrite(1);
            """) { Members = TaskSeeds.Pump },
        new(
            """
            var rows = Channel.CreateBounded<int>(1);
            _ = Task.Run(async () =>
            {
                for (int i = 0; i < 9; i++)
                {
                    await rows.Writer.WriteAsync(i);
                }
            });
            Work(rows.Reader.TryRead(out int item), item);
            """),
        new(
            """
            var rows = Channel.CreateUnbounded<int>();
            Task consumer = PumpAsync(rows.Reader);
            try
            {
                rows.Writer.TryWrite(await Task.FromResult(1));
                rows.Writer.Complete();
            }
            catch (Exception e)
            {
                Work(e);
                throw;
            }

            await consumer;
            """) { Members = TaskSeeds.Pump, Awaits = true },
        new(
            """
            var rows = Channel.CreateUnbounded<int>();
            Task[] consumers = { PumpAsync(rows.Reader), PumpAsync(rows.Reader) };
            for (int turn = 0; turn < 3; turn++)
            {
                rows.Writer.TryWrite(await Task.FromResult(turn));
            }

            rows.Writer.TryComplete();
            await Task.WhenAll(consumers);
            """) { Members = TaskSeeds.Pump, Awaits = true },
        new(
            """
            var opened = new TaskCompletionSource<bool>();
            _ = Task.Run(async () => Work(await opened.Task));
            if (flag)
            {
                opened.SetResult(true);
            }
            """),
        new(
            """
            TaskCompletionSource<int> opened = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            _ = Task.Run(async () => Work(await opened.Task));
            try
            {
                Thread.Sleep(1);
                opened.TrySetResult(1);
            }
            catch (Exception exception)
            {
                Work(exception);
            }
            """),
        new(
            """
            Channel<int> rows = Channel.CreateUnbounded<int>(), others = Channel.CreateUnbounded<int>();
            Task pump = Task.Run(async () =>
            {
                await foreach (int item in rows.Reader.ReadAllAsync())
                {
                    Work(item);
                }
            });
            Work(others, flag);
            rows.Writer.Complete();
            await pump;
            """) { Awaits = true, NeedsNewFramework = true, Since = LanguageVersion.CSharp8 },
    ];
}
