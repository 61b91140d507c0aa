using CsCheck;
using LeakAnalyzer.Volume.Tests.Checking;
using LeakAnalyzer.Volume.Tests.Generation;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Volume.Tests;

/// <summary>Tries the fixes on generated code. The same number always gives the same code.</summary>
internal sealed class GeneratedRun
{
    private const ulong RandomSeed = 20_251_125;

    private readonly List<(long Number, Failure Failure)> _failures = [];

    /// <summary>Gets how often each fix was offered, applied and right.</summary>
    public Tally Tally { get; } = new();

    /// <summary>Gets the wrong fixes.</summary>
    public IReadOnlyList<(long Number, Failure Failure)> Failures => [.. _failures.OrderBy(failure => failure.Number)];

    /// <summary>Generates the variation with a number. Consecutive numbers contain different leaks (<see cref="Seed"/>).</summary>
    public static Variation VariationOf(long number)
    {
        Variation any = Variation.Any.Generate(new PCG((uint)number, RandomSeed), min: null, out _);
        return any with { Matter = any.Matter with { Seed = (int)(number % Seed.All.Length) } };
    }

    /// <summary>Tries the fixes on the variations of <paramref name="count"/> consecutive numbers.</summary>
    public Task TryAsync(long first, long count) => Parallel.ForAsync(first, first + count, async (number, _) => await TryAsync(number));

    private async Task TryAsync(long number)
    {
        Tally.See("variations");
        var code = new GeneratedCode(VariationOf(number));
        Snapshot before = await Snapshot.OfAsync(GeneratedSolution.Of(code));
        if (before.Complaints.Any(complaint => complaint.Severity == DiagnosticSeverity.Error))
        {
            Tally.See("variations that don't compile");
            return;
        }

        Tally.See($"in {code.Language}");
        var check = new FixCheck(Tally, (changed, _) => Snapshot.OfAsync(changed));
        await check.RunAsync(before);
        lock (_failures)
        {
            _failures.AddRange(check.Failures.Select(failure => (number, failure)));
        }
    }
}
