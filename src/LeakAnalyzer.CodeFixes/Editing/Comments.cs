using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.Editing;

/// <summary>Finds comments in code, so that a fix that replaces the code can keep them.</summary>
internal static class Comments
{
    /// <summary>Gets the text of all comments in a span, each with the white space after it, because a <c>//</c> comment needs its line break.</summary>
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

    /// <summary>Whether there is a comment in a node, or directly before or after it.</summary>
    public static bool AreIn(SyntaxNode node) => node.DescendantTrivia().Any(Is);

    /// <summary>Whether the last text before a token is a <c>//</c> comment. Code that is written directly after it would be commented out.</summary>
    public static bool ReachTo(SyntaxToken token) =>
        token.GetPreviousToken().TrailingTrivia.Concat(token.LeadingTrivia)
            .LastOrDefault(trivia => !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia))
            .IsKind(SyntaxKind.SingleLineCommentTrivia);

    public static bool Is(SyntaxTrivia trivia) => trivia.Kind()
        is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
        or SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia;
}
