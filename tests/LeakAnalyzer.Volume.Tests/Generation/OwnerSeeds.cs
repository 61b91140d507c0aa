using System.Collections.Immutable;

namespace LeakAnalyzer.Volume.Tests.Generation;

/// <summary>Leaks (<see cref="Seed"/>): tasks that a disposable or stoppable object starts, and may keep in its field <c>_loop</c>.</summary>
internal static class OwnerSeeds
{
    private const string Loop =
        """
        private async Task LoopAsync()
        {
            while (true)
            {
                Work(this);
                await Task.Delay(1000);
            }
        }
        """;

    public static ImmutableArray<Seed> All { get; } =
    [
        Of("_loop = Task.Run(async () => await reader.ReadAsync());"),
        Of("_ = Task.Run(async () => await reader.ReadAsync());"),
        Of("_loop = LoopAsync();", Loop),
        Of("_ = LoopAsync();", Loop),
        Of("_loop = PumpAsync(reader);", TaskSeeds.Pump),
        Of("_loop = Task.Run(async () => await reader.ReadAsync(_cts.Token));", "private readonly CancellationTokenSource _cts = new CancellationTokenSource();"),
        Of("_loop = Task.Run(() => gate.Wait());", "private CancellationTokenSource _stop = new CancellationTokenSource();\n\npublic void Stop() => _stop.Cancel();"),
        Of(
            """
            // the loop
            _loop = Task.Factory.StartNew(
                async () =>
                {
                    for (;;)
                    {
                        Work(await reader.ReadAsync());
                    }
                });
            """),
    ];

    private static Seed Of(string statements, string members = "") => new(statements) { Members = members, Scopes = OwnerScopes.All };
}
