using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.Editing;

/// <summary>Tells whether braces around some code would stand in different branches of an <c>#if</c>.</summary>
internal static class Directives
{
    /// <summary>Whether each <c>#if</c> that begins in a span ends in it, and no other reaches into it.</summary>
    public static bool AreBalanced(TextSpan span, SyntaxNode around)
    {
        int depth = 0;
        if (!around.ContainsDirectives)
        {
            return true;
        }

        foreach (SyntaxTrivia trivia in around.DescendantTrivia(span))
        {
            if (!span.Contains(trivia.SpanStart))
            {
                continue;
            }

            switch (trivia.Kind())
            {
                case SyntaxKind.IfDirectiveTrivia:
                    depth++;
                    break;
                case SyntaxKind.EndIfDirectiveTrivia when --depth < 0:
                case SyntaxKind.ElseDirectiveTrivia or SyntaxKind.ElifDirectiveTrivia when depth == 0:
                    return false;
            }
        }

        return depth == 0;
    }
}
