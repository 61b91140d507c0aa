using LeakAnalyzer.Rules;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Reporting;

/// <summary>Turns a finding into the diagnostic that users read.</summary>
internal static class DiagnosticFactory
{
    /// <summary>The diagnostic of a finding: the waits, and what else there is to see, are its additional locations.</summary>
    public static Diagnostic Create(Finding finding) => Diagnostic.Create(
        finding.Descriptor,
        finding.Location,
        finding.Waits.Select(wait => wait.Syntax.GetLocation()).Concat(finding.Places),
        finding.MessageArguments);
}
