using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.Editing;

/// <summary>Indents lines further, except where that would change what they mean.</summary>
internal static class LineShift
{
    /// <summary>Puts an indentation before each line that begins in a piece of text.</summary>
    /// <param name="from">Where the piece begins.</param>
    /// <param name="to">Where it ends.</param>
    /// <param name="indentation">What the lines are indented by.</param>
    /// <param name="around">A node around them.</param>
    /// <param name="text">The text.</param>
    /// <param name="edits">Takes the changes.</param>
    public static void Add(int from, int to, string indentation, SyntaxNode around, SourceText text, TextEdits edits)
    {
        List<TextSpan> fixedSpans = FixedSpans(TextSpan.FromBounds(from, to), around);
        for (int number = text.Lines.GetLineFromPosition(from).LineNumber; number < text.Lines.Count && text.Lines[number].Start < to; number++)
        {
            TextLine line = text.Lines[number];
            if (line.Start >= from && MayShift(line, text) && !fixedSpans.Exists(span => span.Start < line.Start && line.Start < span.End))
            {
                edits.Insert(line.Start, indentation);
            }
        }
    }

    /// <summary>Blank lines have nothing to indent, and directives are left where they are.</summary>
    private static bool MayShift(TextLine line, SourceText text)
    {
        for (int i = line.Start; i < line.End; i++)
        {
            if (!char.IsWhiteSpace(text[i]))
            {
                return text[i] != '#';
            }
        }

        return false;
    }

    /// <summary>The spans whose lines must not be indented: strings of several lines, and code in an inactive '#if' that seems to contain one.</summary>
    private static List<TextSpan> FixedSpans(TextSpan span, SyntaxNode around)
    {
        var spans = around.DescendantNodes(span)
            .Where(node => node is InterpolatedStringExpressionSyntax or LiteralExpressionSyntax)
            .Select(node => node.Span)
            .ToList();
        if (around.ContainsDirectives)
        {
            // Inactive text begins after the line break of its directive, so its first line begins where the text does.
            spans.AddRange(around.DescendantTrivia(span)
                .Where(trivia => trivia.IsKind(SyntaxKind.DisabledTextTrivia) && MayHoldLongString(trivia.ToString()))
                .Select(trivia => TextSpan.FromBounds(trivia.SpanStart - 1, trivia.Span.End)));
        }

        return spans;
    }

    private static bool MayHoldLongString(string code) => code.Contains("@\"") || code.Contains("@$\"") || code.Contains("\"\"\"");
}
