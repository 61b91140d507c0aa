using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.Editing;

/// <summary>Adds indentation to lines of code, except to lines whose meaning the indentation would change.</summary>
internal static class LineShift
{
    /// <summary>Indents the lines that begin between two positions of a text. The node <paramref name="around"/> contains these lines.</summary>
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

    /// <summary>Whether a line is neither blank nor a directive.</summary>
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

    /// <summary>Finds the spans in which indentation would become part of a string.</summary>
    private static List<TextSpan> FixedSpans(TextSpan span, SyntaxNode around)
    {
        var spans = around.DescendantNodes(span)
            .Where(node => node is InterpolatedStringExpressionSyntax or LiteralExpressionSyntax)
            .Select(node => node.Span)
            .ToList();
        if (around.ContainsDirectives)
        {
            // A span protects only lines that begin after its start. The first line of inactive text must be protected too, so the span starts one position
            // earlier.
            spans.AddRange(around.DescendantTrivia(span)
                .Where(trivia => trivia.IsKind(SyntaxKind.DisabledTextTrivia) && MayHoldLongString(trivia.ToString()))
                .Select(trivia => TextSpan.FromBounds(trivia.SpanStart - 1, trivia.Span.End)));
        }

        return spans;
    }

    private static bool MayHoldLongString(string code) => code.Contains("@\"") || code.Contains("@$\"") || code.Contains("\"\"\"");
}
