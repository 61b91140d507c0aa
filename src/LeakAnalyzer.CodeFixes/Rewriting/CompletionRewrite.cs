using LeakAnalyzer.FixContract;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.Rewriting;

/// <summary>Writes the completions that some channels and promises of a document lack.</summary>
/// <remarks>Inner places come first, each in the text that the one before left: so places in each other need no thought of each other.</remarks>
internal sealed class CompletionRewrite
{
    private readonly SyntaxTree _tree;
    private readonly DocumentLayout _layout;
    private readonly List<TextEdits> _written = [];
    private SourceText _text;

    private CompletionRewrite(SyntaxTree tree, DocumentLayout layout, SourceText text)
    {
        _tree = tree;
        _layout = layout;
        _text = text;
    }

    /// <summary>The changed text of a document; null where nothing can be done.</summary>
    public static async Task<SourceText?> TextAsync(Document document, IEnumerable<LeakReport> reports, CancellationToken cancellationToken)
    {
        if (await document.GetSyntaxTreeAsync(cancellationToken).ConfigureAwait(false) is not { } tree)
        {
            return null;
        }

        SyntaxNode root = await tree.GetRootAsync(cancellationToken).ConfigureAwait(false);
        SourceText text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        var rewrite = new CompletionRewrite(tree, await DocumentLayout.OfAsync(document, root, text, cancellationToken).ConfigureAwait(false), text);
        var done = new List<TextSpan>();
        foreach (CompletionPlace place in reports.Select(report => report.Completion).OfType<CompletionPlace>().Distinct()
            .OrderByDescending(place => place.Statements.Start).ThenBy(place => place.Statements.Length))
        {
            // A part of what is wrapped can't be wrapped with something else.
            if (done.TrueForAll(other => !other.IntersectsWith(place.Statements) || place.Statements.Contains(other)) && rewrite.Write(place, root, cancellationToken))
            {
                done.Add(place.Statements);
            }
        }

        return rewrite._written.Count == 0 ? null : rewrite._text;
    }

    private bool Write(CompletionPlace place, SyntaxNode original, CancellationToken cancellationToken)
    {
        if (ListOf(place.Statements.Start, original) is not { } list)
        {
            return false;
        }

        if (place.Handler is { } handler)
        {
            Hand(place, Now(handler), cancellationToken);
        }

        SyntaxNode root = _tree.WithChangedText(_text).GetRoot(cancellationToken);
        ScopeSyntax? block = list is CompilationUnitSyntax ? ScopeSyntax.OfProgram((CompilationUnitSyntax)root)
            : root.FindToken(Now(list.Span).Start).Parent is BlockSyntax found ? ScopeSyntax.OfBlock(found)
            : null;
        if (block is null || WrapRegion.Around(block, Now(place.Statements)) is not { } region)
        {
            return false;
        }

        string completion = place.Form == CompletionForm.Promise ? "TrySetCanceled()" : "Writer.TryComplete()";
        bool bracesOnOwnLines = DocumentLayout.HasBracesOnOwnLines(block.Block ?? block.Function, _text);
        var frame = new FinallyFrame([$"{NameAllocator.Escape(place.Signal)}.{completion};"], _layout, bracesOnOwnLines);
        Apply(new BlockWrap(block, region, frame, _layout, _text).Edits());
        return true;
    }

    /// <summary>Hands the exception that a <c>catch</c> takes to who waits, before anything else is done about it.</summary>
    private void Hand(CompletionPlace place, TextSpan handler, CancellationToken cancellationToken)
    {
        SyntaxNode root = _tree.WithChangedText(_text).GetRoot(cancellationToken);
        if (root.FindToken(handler.Start).Parent is not CatchClauseSyntax { Declaration.Identifier.ValueText: { Length: > 0 } exception, Block: var block })
        {
            return;
        }

        string completion = place.Form == CompletionForm.Promise ? "TrySetException" : "Writer.TryComplete";
        string line = $"{NameAllocator.Escape(place.Signal)}.{completion}({NameAllocator.Escape(exception)});";
        var edits = new TextEdits();
        if (block.Statements is [var first, ..] && DocumentLayout.IsFirstOnLine(first.SpanStart, _text))
        {
            edits.Insert(LeadingLines.StartOf(first, withDirectives: false), DocumentLayout.IndentationAt(first.SpanStart, _text) + line + _layout.LineBreak);
        }
        else if (block.Statements.Count == 0 && DocumentLayout.IsFirstOnLine(block.CloseBraceToken.SpanStart, _text))
        {
            int brace = block.CloseBraceToken.SpanStart;
            edits.Insert(_text.Lines.GetLineFromPosition(brace).Start, DocumentLayout.IndentationAt(brace, _text) + _layout.IndentationUnit + line + _layout.LineBreak);
        }
        else
        {
            edits.Insert(block.OpenBraceToken.Span.End, " " + line);
        }

        Apply(edits);
    }

    private void Apply(TextEdits edits)
    {
        _text = edits.ApplyTo(_text);
        _written.Add(edits);
    }

    private TextSpan Now(TextSpan span) => _written.Aggregate(span, (now, edits) => edits.Map(now));

    /// <summary>The block or program that lists the statement which begins at a position.</summary>
    private static SyntaxNode? ListOf(int position, SyntaxNode root) => position >= root.FullSpan.End
        ? null
        : root.FindToken(position).Parent?.AncestorsAndSelf().OfType<StatementSyntax>().FirstOrDefault(statement => statement.SpanStart == position)?.Parent switch
        {
            BlockSyntax block => block,
            GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } => unit,
            _ => null,
        };
}
