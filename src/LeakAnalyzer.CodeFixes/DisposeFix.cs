using System.Collections.Immutable;
using System.Composition;
using LeakAnalyzer.CodeFixes.Rewriting;
using LeakAnalyzer.FixContract;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes;

/// <summary>Declares a linked source, or the registration of a callback, by <c>using</c>, so that each path out of its block disposes it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DisposeFix)), Shared]
public sealed class DisposeFix : LeakFix
{
    /// <summary>Makes the fix.</summary>
    public DisposeFix()
        : base(DiagnosticIds.LostLinkedSource, DiagnosticIds.LeftRegistration)
    {
    }

    private protected override ImmutableArray<FixKind> Kinds { get; } = ImmutableArray.Create(FixKind.DisposeSource, FixKind.DisposeRegistration);

    private protected override string Title(FixKind kind, LeakReport report) =>
        kind == FixKind.DisposeSource ? "Declare the linked source by 'using'" : "Declare the registration by 'using'";

    private protected override async Task PlanAsync(FixKind kind, IReadOnlyList<LeakReport> reports, SolutionEdits edits, CancellationToken cancellationToken)
    {
        foreach (IGrouping<Document, LeakReport> ofDocument in reports.GroupBy(report => report.Document))
        {
            if (await TextAsync(ofDocument.Key, kind, ofDocument, cancellationToken).ConfigureAwait(false) is { } text)
            {
                edits.Rewrite(ofDocument.Key, _ => text);
            }
        }
    }

    private static async Task<SourceText?> TextAsync(Document document, FixKind kind, IEnumerable<LeakReport> reports, CancellationToken cancellationToken)
    {
        if (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model)
        {
            return null;
        }

        SyntaxNode root = await model.SyntaxTree.GetRootAsync(cancellationToken).ConfigureAwait(false);
        SourceText text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        DocumentLayout layout = await DocumentLayout.OfAsync(document, root, text, cancellationToken).ConfigureAwait(false);
        var names = new NameAllocator(model);
        var writer = new UsingWriter(model.SyntaxTree, text, layout);

        // What stands in another call is taken out of it before that is moved.
        foreach (LeakReport report in reports.Where(report => report.Handle is not null).OrderBy(report => report.Handle!.Value.Span.End))
        {
            if (DisposalPlan.Of(report, kind, root, names, model) is { } plan)
            {
                writer.Write(plan);
            }
        }

        return writer.HasWritten ? writer.Text : null;
    }
}
