using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.Editing;

/// <summary>Keeps the comments of code that is replaced.</summary>
internal static class Comments
{
    /// <summary>The comments in a span, each with the white space after it, so that code may follow; empty where there are none.</summary>
    public static string In(TextSpan span, SyntaxNode root)
    {
        SourceText text = root.SyntaxTree.GetText();
        var comments = new StringBuilder();
        foreach (SyntaxTrivia trivia in root.DescendantTrivia(span))
        {
            if (!span.Contains(trivia.FullSpan) || !Is(trivia))
            {
                continue;
            }

            int end = trivia.FullSpan.End;
            while (end < span.End && char.IsWhiteSpace(text[end]))
            {
                end++;
            }

            comments.Append(text.ToString(TextSpan.FromBounds(trivia.FullSpan.Start, end)));
        }

        return comments.ToString();
    }

    /// <summary>Whether there is a comment in a node or directly before or after it.</summary>
    public static bool AreIn(SyntaxNode node) => node.DescendantTrivia().Any(Is);

    /// <summary>Whether text that is written directly before a token would become part of a comment.</summary>
    public static bool ReachTo(SyntaxToken token) =>
        token.GetPreviousToken().TrailingTrivia.Concat(token.LeadingTrivia)
            .LastOrDefault(trivia => !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia))
            .IsKind(SyntaxKind.SingleLineCommentTrivia);

    private static bool Is(SyntaxTrivia trivia) => trivia.Kind()
        is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
        or SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia;
}
