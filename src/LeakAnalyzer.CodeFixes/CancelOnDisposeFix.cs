using System.Collections.Immutable;
using System.Composition;
using LeakAnalyzer.CodeFixes.Rewriting;
using LeakAnalyzer.FixContract;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LeakAnalyzer.CodeFixes;

/// <summary>
/// Gives the waits the token of a source that their object holds, and cancels when it is disposed or stopped; where they have such a token
/// already, it only adds the cancel.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CancelOnDisposeFix)), Shared]
public sealed class CancelOnDisposeFix : LeakFix
{
    /// <summary>Makes the fix.</summary>
    public CancelOnDisposeFix()
        : base(DiagnosticIds.UngovernedWait, DiagnosticIds.EndlessLoop, DiagnosticIds.OwnerLeavesTask)
    {
    }

    private protected override ImmutableArray<FixKind> Kinds { get; } = ImmutableArray.Create(FixKind.CancelOnDispose);

    private protected override string Title(FixKind kind, LeakReport report)
    {
        OwnerSource source = report.Owner!;
        string cancelled = source.Home == SourceHome.Passed ? $"'{source.Name}'" : $"the {report.Awaited}";
        return $"Cancel {cancelled} when '{source.Owner}' is {(source.IsStopped ? "stopped" : "disposed")}";
    }

    private protected override Task PlanAsync(FixKind kind, IReadOnlyList<LeakReport> reports, SolutionEdits edits, CancellationToken cancellationToken) =>
        new OwnerPlanner(edits).WriteAsync(reports, cancellationToken);
}
