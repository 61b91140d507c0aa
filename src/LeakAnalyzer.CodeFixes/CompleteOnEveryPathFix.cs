using System.Collections.Immutable;
using System.Composition;
using LeakAnalyzer.CodeFixes.Rewriting;
using LeakAnalyzer.FixContract;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LeakAnalyzer.CodeFixes;

/// <summary>Completes a channel or promise of the scope on each path, so that a task which waits on it comes to its end.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CompleteOnEveryPathFix)), Shared]
public sealed class CompleteOnEveryPathFix : LeakFix
{
    /// <summary>Makes the fix.</summary>
    public CompleteOnEveryPathFix()
        : base(DiagnosticIds.SignalNotCompleted)
    {
    }

    private protected override ImmutableArray<FixKind> Kinds { get; } = ImmutableArray.Create(FixKind.Complete);

    private protected override string Title(FixKind kind, LeakReport report)
    {
        if (report.Completion is not { } place)
        {
            return "Complete on every path";
        }

        string exit = place.EndsScope ? report.QuotedScope : "its block";
        return place.Form == CompletionForm.Promise
            ? $"Cancel '{place.Signal}' on every path out of {exit} that doesn't set it"
            : $"Complete '{place.Signal}' on every path out of {exit}";
    }

    private protected override Task PlanAsync(FixKind kind, IReadOnlyList<LeakReport> reports, SolutionEdits edits, CancellationToken cancellationToken) =>
        edits.RewriteEachAsync(reports, (source, layout, ofDocument) => CompletionRewrite.Text(source, layout, ofDocument, cancellationToken), cancellationToken);
}
