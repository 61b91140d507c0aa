using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.CodeFixes.Editing;

/// <summary>
/// Finds the lines before a statement that belong to the statement: the comments after the last blank line or directive before the statement.
/// </summary>
internal static class LeadingLines
{
    /// <summary>
    /// Gets the position of the first line that belongs to a statement or, if <paramref name="withDirectives"/> is true, of the first directive before it.
    /// </summary>
    public static int StartOf(StatementSyntax statement, bool withDirectives)
    {
        SyntaxTriviaList leading = statement.GetLeadingTrivia();
        int start = statement.FullSpan.Start;
        int lineStart = start;
        bool isBlank = true;
        foreach (SyntaxTrivia trivia in leading)
        {
            if (trivia.IsDirective)
            {
                if (withDirectives)
                {
                    return lineStart;
                }

                start = lineStart = trivia.FullSpan.End;
                isBlank = true;
            }
            else if (trivia.IsKind(SyntaxKind.DisabledTextTrivia))
            {
                start = lineStart = trivia.FullSpan.End;
                isBlank = true;
            }
            else if (trivia.IsKind(SyntaxKind.EndOfLineTrivia))
            {
                lineStart = trivia.FullSpan.End;
                start = isBlank ? lineStart : start;
                isBlank = true;
            }
            else if (!trivia.IsKind(SyntaxKind.WhitespaceTrivia))
            {
                isBlank = false;
            }
        }

        return start;
    }
}
