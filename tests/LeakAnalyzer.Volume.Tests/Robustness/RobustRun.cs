using System.Diagnostics;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Volume.Tests.Robustness;

/// <summary>Analyses many inputs that are changed at random. The same seed and number give the same input.</summary>
/// <param name="sources">The code that is changed.</param>
/// <param name="seed">The random seed of all inputs.</param>
internal sealed class RobustRun(MutableSources sources, int seed)
{
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

    /// <summary>Analyses inputs with consecutive numbers. Writes a line after every 5,000 of them.</summary>
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
