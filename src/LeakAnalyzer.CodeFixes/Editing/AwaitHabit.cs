using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.CodeFixes.Editing;

/// <summary>Tells whether a function uses <c>ConfigureAwait(false)</c>, so that a fix writes a new <c>await</c> in the same way.</summary>
internal static class AwaitHabit
{
    /// <summary>Whether a function has an <c>await</c>, and each of them uses <c>ConfigureAwait(false)</c>. Nested functions don't count.</summary>
    public static bool LeavesContext(SyntaxNode function)
    {
        var awaited = function.DescendantNodes(node => node == function || node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .Select(Awaited)
            .OfType<ExpressionSyntax>()
            .ToList();
        return awaited.Count > 0 && awaited.All(IsConfigured);
    }

    private static ExpressionSyntax? Awaited(SyntaxNode node) => node switch
    {
        AwaitExpressionSyntax { Expression: var task } => task,
        ForEachStatementSyntax { AwaitKeyword.RawKind: not (int)SyntaxKind.None } loop => loop.Expression,
        _ => null,
    };

    private static bool IsConfigured(ExpressionSyntax awaited) => awaited
        is InvocationExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" },
            ArgumentList.Arguments: [{ Expression.RawKind: (int)SyntaxKind.FalseLiteralExpression }],
        };
}
