using System.Collections.Immutable;
using LeakAnalyzer.CodeFixes.Editing;
using LeakAnalyzer.CodeFixes.Reports;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.CodeFixes.Complete;

/// <summary>Completes a channel or <c>TaskCompletionSource</c> in a local on each path, so that the task that waits for it can end.</summary>
internal sealed class CompleteOnEveryPathFix : IFix
{
    /// <inheritdoc/>
    public ImmutableArray<FixKind> Kinds { get; } = ImmutableArray.Create(FixKind.Complete);

    /// <inheritdoc/>
    public string Title(FixKind kind, LeakReport report)
    {
        if (report.Remedy.Completion is not { } place)
        {
            return "Complete on every path";
        }

        string exit = place.EndsScope ? report.Finding.Scope.QuotedName : "its block";
        return place.Form == CompletionForm.Promise
            ? $"Cancel '{place.Signal}' on every path out of {exit} that doesn't set it"
            : $"Complete '{place.Signal}' on every path out of {exit}";
    }

    /// <inheritdoc/>
    public Task PlanAsync(FixKind kind, IReadOnlyList<LeakReport> reports, SolutionEdits edits, CancellationToken cancellationToken) =>
        edits.RewriteEachAsync(reports, (source, layout, ofDocument) => CompletionRewrite.Text(source, layout, ofDocument, cancellationToken), cancellationToken);
}
