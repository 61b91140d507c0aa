using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.Editing;

/// <summary>How the elements of an argument or parameter list follow each other.</summary>
internal static class ListLayout
{
    /// <summary>Writes one more element after the last, on a new line if the last stands on its own line. A comment stays with the element that it follows.</summary>
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
