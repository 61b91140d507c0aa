using System.Collections.Immutable;
using LeakAnalyzer.CodeFixes.Editing;
using LeakAnalyzer.CodeFixes.Reports;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.CodeFixes.OwnerCancel;

/// <summary>
/// Passes to a task's waits the token of a <c>CancellationTokenSource</c> of the object that starts the task, and cancels the source when the object is
/// disposed or stopped.
/// </summary>
internal sealed class CancelOnDisposeFix : IFix
{
    /// <inheritdoc/>
    public ImmutableArray<FixKind> Kinds { get; } = ImmutableArray.Create(FixKind.CancelOnDispose);

    /// <inheritdoc/>
    public string Title(FixKind kind, LeakReport report)
    {
        OwnerSource source = report.Remedy.Owner!;
        string cancelled = source.Home == SourceHome.Passed ? $"'{source.Name}'" : $"the {report.Awaited}";
        return $"Cancel {cancelled} when '{source.Owner}' is {(source.IsStopped ? "stopped" : "disposed")}";
    }

    /// <inheritdoc/>
    public Task PlanAsync(FixKind kind, IReadOnlyList<LeakReport> reports, SolutionEdits edits, CancellationToken cancellationToken) =>
        new OwnerPlanner(edits).WriteAsync(reports, cancellationToken);
}
