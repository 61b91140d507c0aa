using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.Editing;

/// <summary>Puts braces around a statement that is the body of another statement, such as an <c>if</c> or a loop.</summary>
internal static class Embedded
{
    /// <summary>Gets the changes that write the braces; null if a directive or comment is in the way.</summary>
    public static TextEdits? Brace(StatementSyntax statement, SourceText text, DocumentLayout layout)
    {
        if (statement.GetLeadingTrivia().Any(trivia => trivia.IsDirective) || statement.GetTrailingTrivia().Any(trivia => trivia.IsDirective))
        {
            return null;
        }

        SyntaxNode owner = statement.Parent!;
        SyntaxToken before = statement.GetFirstToken().GetPreviousToken();
        string outer = DocumentLayout.IndentationAt(owner.SpanStart, text);
        bool ownLines = DocumentLayout.HasBracesOnOwnLines(owner, text);
        var edits = new TextEdits();
        if (DocumentLayout.IsFirstOnLine(statement.SpanStart, text))
        {
            if (ownLines)
            {
                edits.Insert(text.Lines.GetLineFromPosition(before.Span.End).EndIncludingLineBreak, outer + "{" + layout.LineBreak);
            }
            else
            {
                edits.Insert(before.Span.End, " {");
            }
        }
        else
        {
            var between = TextSpan.FromBounds(before.Span.End, statement.SpanStart);
            if (text.ToString(between).Trim().Length > 0)
            {
                return null;
            }

            edits.Replace(between, (ownLines ? layout.LineBreak + outer : " ") + "{" + layout.LineBreak + outer + layout.IndentationUnit);
            LineShift.Add(statement.SpanStart, statement.Span.End, layout.IndentationUnit, statement, text, edits);
        }

        if (statement.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia))
        {
            edits.Insert(statement.FullSpan.End, outer + "}" + layout.LineBreak);
        }
        else
        {
            edits.Insert(statement.Span.End, layout.LineBreak + outer + "}");
        }

        return edits;
    }
}
