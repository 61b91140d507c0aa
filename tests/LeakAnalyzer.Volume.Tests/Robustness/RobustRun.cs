using System.Diagnostics;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Volume.Tests.Robustness;

/// <summary>Analyses many spoiled inputs, and code of extreme shapes. Each input has a number, so that it can be analysed again.</summary>
/// <param name="sources">The code that is spoiled.</param>
/// <param name="seed">Determines the inputs.</param>
internal sealed class RobustRun(MutableSources sources, int seed)
{
    /// <summary>Gets the input with a number.</summary>
    public (string Name, string Text) InputOf(int number)
    {
        var random = new Random(unchecked(seed * 1_000_003 + number));
        (string name, string text) = sources.Choose(random);
        string ways = "";
        for (int i = random.Next(1, 3); i > 0 && text.Length > 0; i--)
        {
            Mutation mutation = Mutation.All[random.Next(Mutation.All.Length)];
            text = mutation.Apply(new MutableCode(text), random);
            ways += $", {mutation.Name}";
        }

        return ($"input {number} of seed {seed} ({name}{ways})", text);
    }

    /// <summary>Analyses some inputs.</summary>
    /// <param name="check">Analyses the inputs.</param>
    /// <param name="first">The number of the first input.</param>
    /// <param name="count">The number of inputs.</param>
    /// <param name="progress">Receives the progress; null for none.</param>
    public async Task RunAsync(RobustCheck check, int first, int count, TextWriter? progress = null)
    {
        var watch = Stopwatch.StartNew();
        await Parallel.ForAsync(first, first + count, async (number, _) =>
        {
            await check.RunAsync(InputOf(number).Name, () => InputOf(number).Text);
            if (number % 5000 == 0)
            {
                progress?.WriteLine(FormattableString.Invariant($"{check.Inputs} inputs, {check.Reports} reports, {check.Offers} fixes, {check.Failures.Count} failures, {watch.Elapsed.TotalSeconds:0} s"));
            }
        });
    }
}
