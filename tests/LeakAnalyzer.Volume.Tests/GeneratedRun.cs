using CsCheck;
using LeakAnalyzer.Volume.Tests.Checking;
using LeakAnalyzer.Volume.Tests.Generation;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Volume.Tests;

/// <summary>Tries the fixes on generated code. Each variation of the code has a number, with which it can be generated again.</summary>
internal sealed class GeneratedRun
{
    private const ulong RandomSeed = 20_251_125;

    private readonly List<(long Number, Failure Failure)> _failures = [];

    /// <summary>Gets how often each fix was offered, applied and right.</summary>
    public Tally Tally { get; } = new();

    /// <summary>Gets the wrong fixes, ordered by the numbers of the variations.</summary>
    public IReadOnlyList<(long Number, Failure Failure)> Failures => [.. _failures.OrderBy(failure => failure.Number)];

    /// <summary>
    /// Generates the variation with a number. The same number always gives the same variation, and consecutive numbers contain different leaks
    /// (<see cref="Seed"/>).
    /// </summary>
    public static Variation VariationOf(long number)
    {
        Variation any = Variation.Any.Generate(new PCG((uint)number, RandomSeed), min: null, out _);
        return any with { Matter = any.Matter with { Seed = (int)(number % Seed.All.Length) } };
    }

    /// <summary>Tries the fixes on consecutive variations.</summary>
    /// <param name="first">The number of the first variation.</param>
    /// <param name="count">The number of variations.</param>
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
