using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Volume.Tests.Generation;

/// <summary>Leaks (<see cref="Seed"/>): <c>CancellationTokenSource</c>s that aren't cancelled.</summary>
internal static class SourceSeeds
{
    public static ImmutableArray<Seed> All { get; } =
    [
        new(
            """
            using (var cts = new CancellationTokenSource())
            {
                CancellationToken stop = cts.Token;
                _ = Task.Run(async () => await reader.ReadAsync(stop));
                Thread.Sleep(10);
            }
            """),
        new(
            """
            using var cts = new CancellationTokenSource();
            _ = Task.Run(async () => await reader.ReadAsync(cts.Token));
            Thread.Sleep(10);
            """) { Since = LanguageVersion.CSharp8 },
        new(
            """
            using var cts = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            CancellationToken stop = cts.Token, other = stop;
            _ = Task.Run(async () => await reader.ReadAsync(stop));
            if (flag)
            {
                Work(other);
            }
            """) { Since = LanguageVersion.CSharp8, NeedsToken = true },
        new(
            """
            var cts = new CancellationTokenSource();
            _ = Task.Run(async () => await reader.ReadAsync(cts.Token));
            Thread.Sleep(10);
            cts.Cancel();
            """),
        new(
            """
            var cts = new CancellationTokenSource();
            var stop = cts.Token;
            _ = Task.Run(() => gate.Wait(stop));
            Work();
            """),
        new(
            """
            CancellationTokenSource cts = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            try
            {
                var stop = cts.Token;
                _ = Task.Run(async () => await reader.ReadAsync(stop));
                Work();
            }
            finally
            {
                cts.Dispose();
            }
            """) { NeedsToken = true },
        new(
            """
            using (var cts = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
            using (cancellationToken.Register(() => Work()))
            {
                var stop = cts.Token;
                _ = Task.Run(async () => await reader.ReadAsync(stop));
                await Task.Delay(10);
            }
            """) { NeedsToken = true, Awaits = true },
        new(
            """
            CancellationTokenSource cts = null;
            try
            {
                cts = new CancellationTokenSource();
                var stop = cts.Token;
                _ = Task.Run(async () => await reader.ReadAsync(stop));
                Work();
            }
            finally
            {
                cts?.Dispose();
            }
            """),
    ];
}
