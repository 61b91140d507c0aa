using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Diagnostics.Telemetry;

namespace LeakAnalyzer.Volume.Tests.Determinism;

/// <summary>What the analyzer has found in a compilation. All rules are on.</summary>
/// <param name="Reports">The reports as texts that contain everything a user can see, sorted.</param>
/// <param name="Exceptions">The exceptions that the analyzer has thrown.</param>
/// <param name="Time">The time that the analyzer took, without that of the compiler.</param>
internal sealed record ReportTexts(ImmutableArray<string> Reports, ImmutableArray<string> Exceptions, TimeSpan Time)
{
    private static readonly ImmutableArray<DiagnosticAnalyzer> s_analyzers = [new TaskLeakAnalyzer()];

    private static readonly ImmutableDictionary<string, ReportDiagnostic> s_severities =
        s_analyzers[0].SupportedDiagnostics.Where(rule => !rule.IsEnabledByDefault).ToImmutableDictionary(rule => rule.Id, _ => ReportDiagnostic.Warn);

    /// <summary>Analyses a compilation, on one thread or on several.</summary>
    public static async Task<ReportTexts> OfAsync(Compilation compilation, bool isConcurrent)
    {
        CompilationWithAnalyzers analysis = compilation
            .WithOptions(compilation.Options.WithSpecificDiagnosticOptions(s_severities))
            .WithAnalyzers(s_analyzers, new CompilationWithAnalyzersOptions(
                new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: isConcurrent, logAnalyzerExecutionTime: true));
        ImmutableArray<Diagnostic> all = await analysis.GetAnalyzerDiagnosticsAsync(CancellationToken.None);
        AnalyzerTelemetryInfo telemetry = await analysis.GetAnalyzerTelemetryInfoAsync(s_analyzers[0], CancellationToken.None);
        return new ReportTexts(
            [.. all.Where(report => report.Id != "AD0001").Select(TextOf).Order(StringComparer.Ordinal)],
            [.. all.Where(report => report.Id == "AD0001").Select(report => report.GetMessage(CultureInfo.InvariantCulture))],
            telemetry.ExecutionTime);
    }

    private static string TextOf(Diagnostic report) =>
        $"{TextOf(report.Location)}: {report.Severity} {report.Id}: {report.GetMessage(CultureInfo.InvariantCulture)} [{string.Join(", ", report.AdditionalLocations.Select(TextOf))}]";

    private static string TextOf(Location location) => $"{location.GetLineSpan()}";
}
