using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.Editing;

/// <summary>Tells whether a fix can put braces around some code so that both braces are in the same branch of each <c>#if</c>.</summary>
internal static class Directives
{
    /// <summary>Whether each <c>#if</c> in a span has its <c>#else</c> and <c>#endif</c> there too, and the other way round.</summary>
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
