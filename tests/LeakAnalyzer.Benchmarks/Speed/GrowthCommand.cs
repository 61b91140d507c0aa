using System.Diagnostics;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Diagnostics.Telemetry;

namespace LeakAnalyzer.Benchmarks.Speed;

/// <summary>The command <c>growth</c>: measures how the time of an analysis grows with the amount of code.</summary>
internal static class GrowthCommand
{
    private const int LinesOfFile = 500;

    private static readonly int[] s_thousandsOfLines = [10, 20, 50, 100, 200, 500];

    /// <summary>Measures generated projects of 10,000 to 500,000 lines.</summary>
    public static async Task<int> RunAsync(TextWriter output)
    {
        await MeasureAsync(s_thousandsOfLines[0], TextWriter.Null); // Not printed: in this first run the JIT compiles the methods.
        foreach (int thousands in s_thousandsOfLines)
        {
            await MeasureAsync(thousands, output);
        }

        return 0;
    }

    private static async Task MeasureAsync(int thousands, TextWriter output)
    {
        Compilation compilation = CodeCompilation.Of(Enumerable.Range(0, thousands * 1000 / LinesOfFile).Select(number => LongCode.Mixed(number, LinesOfFile)));
        double lines = compilation.SyntaxTrees.Sum(file => (double)file.GetText().Lines.Count);
        GC.Collect();
        long start = Stopwatch.GetTimestamp();
        compilation.Clone().GetDiagnostics();
        double alone = Stopwatch.GetElapsedTime(start).TotalSeconds;

        GC.Collect();
        CompilationWithAnalyzers analysis = AskedAnalyzer.Ours.With(compilation.Clone());
        int reports = (await analysis.GetAnalyzerDiagnosticsAsync(CancellationToken.None)).Length;
        AnalyzerTelemetryInfo telemetry = await analysis.GetAnalyzerTelemetryInfoAsync(analysis.Analyzers[0], CancellationToken.None);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{lines,9:N0} lines, {reports,6:N0} reports: {telemetry.ExecutionTime.TotalSeconds,6:0.00} s in the analyzer, {telemetry.ExecutionTime.TotalMicroseconds / lines:0.00} µs a line; the compiler alone {alone:0.00} s"));
    }
}
