using System.Collections.Immutable;
using LeakAnalyzer.CodeFixes.Editing;
using LeakAnalyzer.CodeFixes.Reports;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.CodeFixes.OwnerCancel;

/// <summary>
/// Cancels a task's waits when the object that starts the task is disposed or stopped, by a <c>CancellationTokenSource</c> that the object holds.
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
