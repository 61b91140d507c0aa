using System.Collections.Immutable;
using LeakAnalyzer.CodeFixes.Editing;
using LeakAnalyzer.CodeFixes.Reports;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.CodeFixes.CancelSource;

/// <summary>Adds the missing cancellation of a <c>CancellationTokenSource</c>, because neither a disposal nor a replacement cancels a source.</summary>
internal sealed class CancelBeforeDisposeFix : IFix
{
    /// <inheritdoc/>
    public ImmutableArray<FixKind> Kinds { get; } = ImmutableArray.Create(FixKind.CancelBeforeDispose);

    /// <inheritdoc/>
    public string Title(FixKind kind, LeakReport report) => report.Remedy.Cancel is { EndsScope: true, Source: var source }
        ? $"Cancel '{source}' when {report.Finding.Scope.QuotedName} exits"
        : $"Cancel '{report.Remedy.Cancel?.Source.TrimEnd('?')}' before it is {(report.Remedy.Cancel?.Form == CancelForm.BeforeReplacement ? "replaced" : "disposed")}";

    /// <inheritdoc/>
    public Task PlanAsync(FixKind kind, IReadOnlyList<LeakReport> reports, SolutionEdits edits, CancellationToken cancellationToken) =>
        edits.RewriteEachAsync(reports, (source, layout, ofDocument) => CancelRewrite.Text(source, layout, ofDocument, cancellationToken), cancellationToken);
}
