using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.Rewriting;

/// <summary>How the elements of an argument or parameter list follow each other.</summary>
internal static class ListLayout
{
    /// <summary>What separates one more element from the last: a new line, where the last begins one.</summary>
    public static string SeparatorBehind(SyntaxNode last, SourceText text)
    {
        TextLine line = text.Lines.GetLineFromPosition(last.SpanStart);
        string inFront = text.ToString(TextSpan.FromBounds(line.Start, last.SpanStart));
        return inFront.Trim().Length == 0 && line.LineNumber > 0
            ? "," + DocumentLayout.LineBreakOf(text) + inFront
            : ", ";
    }
}
