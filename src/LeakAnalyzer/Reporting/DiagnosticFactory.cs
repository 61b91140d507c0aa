using LeakAnalyzer.Rules;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Reporting;

/// <summary>Turns a finding into the diagnostic that users read.</summary>
internal static class DiagnosticFactory
{
    /// <summary>Creates the diagnostic, with the finding's waits and further places as additional locations, each only once.</summary>
    public static Diagnostic Create(Finding finding) => Diagnostic.Create(
        finding.Descriptor,
        finding.Location,
        finding.IsSuggestion ? DiagnosticSeverity.Info : finding.Descriptor.DefaultSeverity,
        finding.Waits.Select(wait => wait.Syntax.GetLocation()).Concat(finding.Places).Distinct(),
        properties: null,
        finding.MessageArguments);
}
