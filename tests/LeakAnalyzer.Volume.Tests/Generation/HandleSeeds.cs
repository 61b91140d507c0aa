using System.Collections.Immutable;

namespace LeakAnalyzer.Volume.Tests.Generation;

/// <summary>Leaks (<see cref="Seed"/>): linked sources and registrations that nobody disposes.</summary>
internal static class HandleSeeds
{
    public static ImmutableArray<Seed> All { get; } =
    [
        new(
            """
            var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            gate.Wait(linked.Token);
            """) { NeedsToken = true },
        new(
            """
            CancellationTokenSource linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Given.Token);
            linked.CancelAfter(1000);
            Work(await reader.ReadAsync(linked.Token));
            linked.Dispose();
            """) { NeedsToken = true, Awaits = true },
        new("Work(await reader.ReadAsync(CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Given.Token).Token));")
        {
            NeedsToken = true, Awaits = true, IsExpression = true,
        },
        new(
            """
            if (gate.Wait(10, CancellationTokenSource.CreateLinkedTokenSource(cancellationToken).Token))
            {
                Work();
            }
            """) { NeedsToken = true },
        new(
            """
            cancellationToken.Register(() => Work());
            Work(await reader.ReadAsync(cancellationToken));
            """) { NeedsToken = true, Awaits = true },
        new(
            """
            _ = cancellationToken.Register(state => Work(state), flag);
            gate.Wait(cancellationToken);
            """) { NeedsToken = true },
        new(
            """
            var registration = cancellationToken.Register(() => Work());
            gate.Wait(cancellationToken);
            registration.Dispose();
            """) { NeedsToken = true },
        new(
            """
            CancellationTokenRegistration registration = cancellationToken.Register(() => Work());
            Thread.Sleep(10);
            """) { NeedsToken = true },
    ];
}
