using System.Diagnostics;
using System.Globalization;
using LeakAnalyzer.LeakTest;
using Microsoft.CodeAnalysis.Testing;

namespace LeakAnalyzer.Tests;

/// <summary>
/// Runs the tests of rules and fixes: under a leak check with the environment variable <c>LEAK_CHECK=1</c>, and with and without one for
/// <c>LEAK_CHECK=compare</c>, which writes the times to a file.
/// </summary>
internal static class LeakChecked
{
    private static readonly string? s_mode = Environment.GetEnvironmentVariable("LEAK_CHECK");
    private static readonly Comparison s_comparison = new();

    static LeakChecked()
    {
        if (s_mode == "compare")
        {
            AppDomain.CurrentDomain.ProcessExit += static (_, _) =>
                File.WriteAllText(Path.Combine(AppContext.BaseDirectory, "leak-check.txt"), s_comparison.ToString());
        }
    }

    public static Task RunAsync(AnalyzerTest<DefaultVerifier> test, CancellationToken cancellationToken) => s_mode switch
    {
        "1" => RunAsync(test, isChecked: true, cancellationToken),
        "compare" => s_comparison.RunAsync(isChecked => RunAsync(test, isChecked, cancellationToken)),
        _ => RunAsync(test, isChecked: false, cancellationToken),
    };

    private static Task RunAsync(AnalyzerTest<DefaultVerifier> test, bool isChecked, CancellationToken cancellationToken) =>
        isChecked ? LeakCheck.NoneAsync(() => test.RunAsync(cancellationToken)) : test.RunAsync(cancellationToken);

    /// <summary>The times of the tests with a leak check and without.</summary>
    private sealed class Comparison
    {
        private readonly List<(double Without, double With)> _times = [];

        public async Task RunAsync(Func<bool, Task> run)
        {
            await run(false);
            bool first = _times.Count % 2 == 0;
            double with = 0, without = 0;
            foreach (bool isChecked in (bool[])[first, !first, !first, first])
            {
                long start = Stopwatch.GetTimestamp();
                await run(isChecked);
                double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                (with, without) = isChecked ? (with + milliseconds, without) : (with, without + milliseconds);
            }

            _times.Add((without, with));
        }

        public override string ToString()
        {
            double without = _times.Sum(time => time.Without), with = _times.Sum(time => time.With);
            double[] ratios = [.. _times.Select(time => time.With / time.Without).Order()];
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{_times.Count} runs: {without / 2:F0} ms without a check, {with / 2:F0} ms with one: {with / without:F3}; median {ratios[ratios.Length / 2]:F3}\n");
        }
    }
}
