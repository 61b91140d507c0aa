using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.Editing;

/// <summary>Adds elements to argument and parameter lists, laid out like the existing elements.</summary>
internal static class ListLayout
{
    /// <summary>Writes a new element after the last element of a list, on a new line if the last element begins its line.</summary>
    public static void Append(SyntaxNode last, string element, SourceText text, TextEdits edits)
    {
        TextLine line = text.Lines.GetLineFromPosition(last.SpanStart);
        string inFront = text.ToString(TextSpan.FromBounds(line.Start, last.SpanStart));
        bool onNewLine = inFront.Trim().Length == 0 && line.LineNumber > 0;
        int end = last.Span.End;
        foreach (SyntaxTrivia trivia in last.GetTrailingTrivia())
        {
            if (trivia.IsKind(SyntaxKind.MultiLineCommentTrivia) || onNewLine && trivia.IsKind(SyntaxKind.SingleLineCommentTrivia))
            {
                end = trivia.Span.End;
            }
        }

        if (onNewLine)
        {
            edits.Insert(last.Span.End, ",");
            edits.Insert(end, DocumentLayout.LineBreakOf(text) + inFront + element);
        }
        else
        {
            edits.Insert(end, ", " + element);
        }
    }
}
