using LeakAnalyzer.Rules;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Reporting;

/// <summary>Turns a finding into the diagnostic that users read.</summary>
internal static class DiagnosticFactory
{
    /// <summary>
    /// Creates the diagnostic of a finding. The finding's waits and further places become the diagnostic's additional locations. Each location is
    /// added once, although the task's code may reach the same wait through several calls.
    /// </summary>
    public static Diagnostic Create(Finding finding) => Diagnostic.Create(
        finding.Descriptor,
        finding.Location,
        finding.IsSuggestion ? DiagnosticSeverity.Info : finding.Descriptor.DefaultSeverity,
        finding.Waits.Select(wait => wait.Syntax.GetLocation()).Concat(finding.Places).Distinct(),
        properties: null,
        finding.MessageArguments);
}
