using System.Collections.Immutable;
using LeakAnalyzer.CodeFixes.Editing;
using LeakAnalyzer.CodeFixes.PassToken;
using LeakAnalyzer.CodeFixes.Reports;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.CodeFixes.LinkToScope;

/// <summary>
/// Passes to a task's waits the token of a new source, which the function that starts the task cancels in a <c>finally</c>, because disposing a source doesn't
/// cancel its token.
/// </summary>
internal sealed class LinkFix : IFix
{
    /// <inheritdoc/>
    public ImmutableArray<FixKind> Kinds { get; } =
        ImmutableArray.Create(FixKind.LinkToScope, FixKind.LinkToScopeAndJoin, FixKind.LinkToNewParameter);

    /// <inheritdoc/>
    public string Title(FixKind kind, LeakReport report) => kind == FixKind.LinkToNewParameter
        ? $"Cancel the {report.Awaited} when {report.Finding.Scope.QuotedName} exits, or by a new CancellationToken parameter"
        : kind == FixKind.LinkToScopeAndJoin ? $"Cancel the {report.Awaited} and await its task when {report.Finding.Scope.QuotedName} exits"
        : report.Block is not null ? $"Cancel the {report.Awaited} at the end of the iteration"
        : $"Cancel the {report.Awaited} when {report.Finding.Scope.QuotedName} exits";

    /// <inheritdoc/>
    public async Task PlanAsync(FixKind kind, IReadOnlyList<LeakReport> reports, SolutionEdits edits, CancellationToken cancellationToken)
    {
        var relays = new TokenRelays(edits);
        foreach (IGrouping<Document, LeakReport> ofDocument in reports.GroupBy(report => report.Document))
        {
            var planner = await LinkPlanner.CreateAsync(ofDocument.Key, relays, kind, cancellationToken).ConfigureAwait(false);
            if (planner is not null && await planner.PlanAsync(ofDocument, cancellationToken).ConfigureAwait(false) is { } rewrite)
            {
                TextEdits others = edits.Of(ofDocument.Key);
                edits.Rewrite(ofDocument.Key, cancellationToken => rewrite.Text(others, cancellationToken));
            }
        }

        relays.Parameters.AddUsings();
    }
}
