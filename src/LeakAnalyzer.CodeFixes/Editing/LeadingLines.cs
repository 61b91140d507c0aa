using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.CodeFixes.Editing;

/// <summary>Finds the lines before a statement that belong to it: its comments, up to a blank line or a directive.</summary>
internal static class LeadingLines
{
    /// <summary>Where the first line that goes with a statement begins.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="withDirectives">Whether the directives go with it too, and what stands between them.</param>
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
