using System.Diagnostics;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.Benchmarks.Speed;

/// <summary>The command <c>edit</c>: measures how long an editor waits for the diagnostics of a file of 5,000 lines after an edit.</summary>
internal static class EditCommand
{
    private const int Edits = 30;
    private const int Reports = 200;

    /// <summary>Measures a file without reports, then one with about 200.</summary>
    public static async Task<int> RunAsync(TextWriter output)
    {
        Compilation one = CodeCompilation.Of([LongCode.Text(1)]);
        int inCopy = await AskedAnalyzer.Ours.AskAsync(one, one.SyntaxTrees.Single());
        foreach (string text in new[] { LongCode.Text(0), LongCode.Text(Reports / inCopy) })
        {
            Compilation compilation = CodeCompilation.Of([text]);
            output.WriteLine($"{text.Count(static c => c == '\n'):N0} lines, {await AskedAnalyzer.Ours.AskAsync(compilation, compilation.SyntaxTrees.Single())} reports");
            foreach (Series series in await MeasureAsync(compilation))
            {
                output.WriteLine(series);
            }
        }

        return 0;
    }

    /// <summary>Measures the compiler and the analyzers in turn, so that other load on the machine affects all alike.</summary>
    private static async Task<IReadOnlyList<Series>> MeasureAsync(Compilation compilation)
    {
        Series[] all = [.. AskedAnalyzer.All.Select(asked => new Series(asked.Name))];
        for (int edit = -3; edit < Edits; edit++)
        {
            foreach ((AskedAnalyzer asked, Series series) in AskedAnalyzer.All.Zip(all))
            {
                compilation = Edited(compilation, $"// {edit}\n");
                long bytes = GC.GetTotalAllocatedBytes(precise: true);
                long start = Stopwatch.GetTimestamp();
                await asked.AskAsync(compilation, compilation.SyntaxTrees.Single());
                TimeSpan time = Stopwatch.GetElapsedTime(start);
                if (edit >= 0)
                {
                    series.Add(time, GC.GetTotalAllocatedBytes(precise: true) - bytes);
                }

                GC.Collect();
            }
        }

        return all;
    }

    private static Compilation Edited(Compilation compilation, string line)
    {
        SyntaxTree file = compilation.SyntaxTrees.Single();
        SourceText text = file.GetText();
        return compilation.ReplaceSyntaxTree(file, file.WithChangedText(text.Replace(text.Lines[text.Lines.Count / 2].Start, 0, line)));
    }

    private sealed class Series(string name)
    {
        private readonly List<(double Milliseconds, double Megabytes)> _values = [];

        public void Add(TimeSpan time, long bytes) => _values.Add((time.TotalMilliseconds, bytes / 1e6));

        public override string ToString()
        {
            double[] times = [.. _values.Select(value => value.Milliseconds).Order()], bytes = [.. _values.Select(value => value.Megabytes).Order()];
            return string.Create(CultureInfo.InvariantCulture, $"{name,-36} {times[times.Length / 2],7:0.0} ms (from {times[0]:0.0} to {times[^1]:0.0}) {bytes[bytes.Length / 2],7:0.0} MB");
        }
    }
}
