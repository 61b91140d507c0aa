using System.Collections.Immutable;
using System.Composition;
using LeakAnalyzer.CodeFixes.Rewriting;
using LeakAnalyzer.FixContract;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LeakAnalyzer.CodeFixes;

/// <summary>Cancels a source of the scope on each path, before it is disposed: disposing it cancels nothing.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CancelBeforeDisposeFix)), Shared]
public sealed class CancelBeforeDisposeFix : LeakFix
{
    /// <summary>Makes the fix.</summary>
    public CancelBeforeDisposeFix()
        : base(DiagnosticIds.SourceNotCancelled)
    {
    }

    private protected override ImmutableArray<FixKind> Kinds { get; } = ImmutableArray.Create(FixKind.CancelBeforeDispose);

    private protected override string Title(FixKind kind, LeakReport report) => report.Cancel is { EndsScope: true, Source: var source }
        ? $"Cancel '{source}' when {report.QuotedScope} exits"
        : $"Cancel '{report.Cancel?.Source}' before it is disposed";

    private protected override Task PlanAsync(FixKind kind, IReadOnlyList<LeakReport> reports, SolutionEdits edits, CancellationToken cancellationToken) =>
        edits.RewriteEachAsync(reports, (source, layout, ofDocument) => CancelRewrite.Text(source, layout, ofDocument, cancellationToken), cancellationToken);
}
