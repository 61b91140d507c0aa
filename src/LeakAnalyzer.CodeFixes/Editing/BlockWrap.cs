using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.Editing;

/// <summary>
/// Puts the lines of a frame, such as a <c>try</c> and its <c>finally</c>, around some statements of a block or of a top-level program.
/// </summary>
internal sealed class BlockWrap(ScopeSyntax scope, WrapRegion region, IStatementFrame frame, DocumentLayout layout, SourceText text)
{
    private readonly TextEdits _edits = new();
    private readonly StatementSyntax _first = scope.Statements[region.First];
    private readonly StatementSyntax _last = scope.Statements[scope.Statements.Count - region.After - 1];

    /// <summary>Gets the changes that write the lines of the frame and indent the framed statements.</summary>
    public TextEdits Edits()
    {
        string indentation = Indentation();
        int from = Open(indentation);
        int to = Close(indentation);
        LineShift.Add(from, to, frame.Nesting, scope.Function, text, _edits);
        if (scope.Block is { } block && IsOneLine(block))
        {
            LayOut(block, indentation);
        }

        return _edits;
    }

    /// <summary>Gets the indentation of a statement of the block that begins its line and has no label.</summary>
    private string Indentation()
    {
        if (_first is not LabeledStatementSyntax && BeginsLine())
        {
            return DocumentLayout.IndentationAt(_first.SpanStart, text);
        }

        return scope.Block is { } block ? DocumentLayout.IndentationAt(block.SpanStart, text) + layout.IndentationUnit : "";
    }

    /// <summary>Whether only white space or a comment of the first framed statement stands before it on its line.</summary>
    private bool BeginsLine() =>
        DocumentLayout.IsFirstOnLine(_first.SpanStart, text) || text.Lines.GetLineFromPosition(_first.SpanStart).Start >= _first.FullSpan.Start;

    /// <summary>Writes the lines before the framed statements.</summary>
    /// <returns>The position at which the framed code begins.</returns>
    private int Open(string indentation)
    {
        string opening = frame.Opening(indentation);
        if (BeginsLine())
        {
            int start = LeadingLines.StartOf(_first, region.WithDirectives);
            _edits.Insert(start, opening + layout.LineBreak);
            return start;
        }

        BreakBefore(_first.SpanStart, layout.LineBreak + opening + layout.LineBreak + indentation + frame.Nesting);
        return _first.SpanStart;
    }

    /// <summary>Writes the lines after the framed statements.</summary>
    /// <returns>The position at which the framed code ends.</returns>
    private int Close(string indentation)
    {
        string closing = frame.Closing(indentation);
        if (region.After == 0 && scope.Block is { } block)
        {
            int brace = block.CloseBraceToken.SpanStart;
            if (!DocumentLayout.IsFirstOnLine(brace, text))
            {
                BreakBefore(brace, layout.LineBreak + closing + layout.LineBreak + DocumentLayout.IndentationAt(block.SpanStart, text));
                return brace;
            }

            int line = text.Lines.GetLineFromPosition(brace).Start;
            _edits.Insert(line, closing + layout.LineBreak);
            return line;
        }

        int end = _last.FullSpan.End;
        _edits.Insert(end, _last.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia) ? closing + layout.LineBreak + Parting(end) : layout.LineBreak + closing);
        return end;
    }

    /// <summary>Gets the line break that makes a blank line before the next statement; empty if none is needed.</summary>
    private string Parting(int end)
    {
        bool isParted = region.After == 0
            || scope.Statements[scope.Statements.Count - region.After] is LocalFunctionStatementSyntax
            || text.ToString(text.Lines.GetLineFromPosition(end).Span).Trim() is "" or ['#', ..];
        return isParted ? "" : layout.LineBreak;
    }

    /// <summary>Puts each statement of a one-line block on a line of its own.</summary>
    private void LayOut(BlockSyntax block, string indentation)
    {
        string outer = DocumentLayout.IndentationAt(block.SpanStart, text);
        if (frame.BracesOnOwnLines && !DocumentLayout.IsFirstOnLine(block.SpanStart, text))
        {
            BreakBefore(block.SpanStart, layout.LineBreak + outer);
        }

        for (int i = 0; i < scope.Statements.Count; i++)
        {
            if (i != region.First)
            {
                BreakBefore(scope.Statements[i].SpanStart, layout.LineBreak + indentation + (i > region.First ? frame.Nesting : ""));
            }
        }
    }

    private void BreakBefore(int position, string replacement) => _edits.ReplaceSpaceBefore(position, replacement, text);

    private bool IsOneLine(BlockSyntax block) =>
        text.Lines.GetLineFromPosition(block.OpenBraceToken.SpanStart).LineNumber == text.Lines.GetLineFromPosition(block.CloseBraceToken.SpanStart).LineNumber;
}
