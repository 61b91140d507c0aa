using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.Editing;

/// <summary>The comments in code that something else takes the place of: they stay.</summary>
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

    /// <summary>Whether a node has any, those around it included.</summary>
    public static bool AreIn(SyntaxNode node) => node.DescendantTrivia().Any(Is);

    /// <summary>Whether what is written directly before a token, after all that stands there, would belong to a comment.</summary>
    public static bool ReachTo(SyntaxToken token) =>
        token.GetPreviousToken().TrailingTrivia.Concat(token.LeadingTrivia)
            .LastOrDefault(trivia => !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia))
            .IsKind(SyntaxKind.SingleLineCommentTrivia);

    private static bool Is(SyntaxTrivia trivia) => trivia.Kind()
        is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
        or SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia;
}
