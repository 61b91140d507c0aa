using LeakAnalyzer.CodeFixes.Editing;
using LeakAnalyzer.CodeFixes.Reports;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.Complete;

/// <summary>Writes the missing calls that complete channels and <c>TaskCompletionSource</c>s into a document.</summary>
/// <remarks>An inner <c>try</c> is written before the one around it. Each step works on the result of the step before.</remarks>
internal sealed class CompletionRewrite
{
    private readonly DocumentLayout _layout;
    private readonly RewrittenText _rewritten;

    private CompletionRewrite(DocumentLayout layout, RewrittenText rewritten)
    {
        _layout = layout;
        _rewritten = rewritten;
    }

    private SourceText Written => _rewritten.Text;

    /// <summary>Gets the changed text of a document, or null if no completing call can be written.</summary>
    public static SourceText? Text(SourceDocument source, DocumentLayout layout, IEnumerable<LeakReport> reports, CancellationToken cancellationToken)
    {
        var rewrite = new CompletionRewrite(layout, new RewrittenText(source.Root.SyntaxTree, source.Text));
        var done = new List<TextSpan>();
        foreach (CompletionPlace place in reports.Select(report => report.Remedy.Completion).OfType<CompletionPlace>().Distinct()
            .OrderByDescending(place => place.Statements.Start).ThenBy(place => place.Statements.Length))
        {
            // Two 'try' statements can be nested, but can't overlap in part.
            if (done.TrueForAll(other => !other.IntersectsWith(place.Statements) || place.Statements.Contains(other)) && rewrite.Write(place, source.Root, cancellationToken))
            {
                done.Add(place.Statements);
            }
        }

        return rewrite._rewritten.HasChanged ? rewrite.Written : null;
    }

    private bool Write(CompletionPlace place, SyntaxNode original, CancellationToken cancellationToken)
    {
        if (ListOf(place.Statements.Start, original) is not { } list)
        {
            return false;
        }

        if (place.Handler is { } handler)
        {
            PassException(place, _rewritten.Now(handler), cancellationToken);
        }

        SyntaxNode root = _rewritten.Root(cancellationToken);
        ScopeSyntax? block = list is CompilationUnitSyntax ? ScopeSyntax.OfProgram((CompilationUnitSyntax)root)
            : root.FindToken(_rewritten.Now(list.Span).Start).Parent is BlockSyntax found ? ScopeSyntax.OfBlock(found)
            : null;
        if (block is null || WrapRegion.Around(block, _rewritten.Now(place.Statements)) is not { } region)
        {
            return false;
        }

        string completion = place.Form == CompletionForm.Promise ? "TrySetCanceled()" : "Writer.TryComplete()";
        bool bracesOnOwnLines = DocumentLayout.HasBracesOnOwnLines(block.Block ?? block.Function, Written);
        var frame = new FinallyFrame([$"{NameAllocator.Escape(place.Signal)}.{completion};"], _layout, bracesOnOwnLines);
        _rewritten.Apply(new BlockWrap(block, region, frame, _layout, Written).Edits());
        return true;
    }

    /// <summary>Writes a call at the start of a <c>catch</c> that completes the signal with the caught exception.</summary>
    private void PassException(CompletionPlace place, TextSpan handler, CancellationToken cancellationToken)
    {
        SyntaxNode root = _rewritten.Root(cancellationToken);
        if (root.FindToken(handler.Start).Parent is not CatchClauseSyntax { Declaration.Identifier.ValueText: { Length: > 0 } exception, Block: var block })
        {
            return;
        }

        string completion = place.Form == CompletionForm.Promise ? "TrySetException" : "Writer.TryComplete";
        string line = $"{NameAllocator.Escape(place.Signal)}.{completion}({NameAllocator.Escape(exception)});";
        var edits = new TextEdits();
        if (block.Statements is [var first, ..] && DocumentLayout.IsFirstOnLine(first.SpanStart, Written))
        {
            edits.Insert(LeadingLines.StartOf(first, withDirectives: false), DocumentLayout.IndentationAt(first.SpanStart, Written) + line + _layout.LineBreak);
        }
        else if (block.Statements.Count == 0 && DocumentLayout.IsFirstOnLine(block.CloseBraceToken.SpanStart, Written))
        {
            int brace = block.CloseBraceToken.SpanStart;
            edits.Insert(Written.Lines.GetLineFromPosition(brace).Start, DocumentLayout.IndentationAt(brace, Written) + _layout.IndentationUnit + line + _layout.LineBreak);
        }
        else
        {
            edits.Insert(block.OpenBraceToken.Span.End, " " + line);
        }

        _rewritten.Apply(edits);
    }

    /// <summary>
    /// Finds the block or top-level program that contains the statement at a position; null for a statement elsewhere, such as in a <c>switch</c> section.
    /// </summary>
    private static SyntaxNode? ListOf(int position, SyntaxNode root) => position >= root.FullSpan.End
        ? null
        : root.FindToken(position).Parent?.AncestorsAndSelf().OfType<StatementSyntax>().FirstOrDefault(statement => statement.SpanStart == position)?.Parent switch
        {
            BlockSyntax block => block,
            GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } => unit,
            _ => null,
        };
}
