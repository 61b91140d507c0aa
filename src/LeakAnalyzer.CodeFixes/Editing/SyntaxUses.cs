using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.CodeFixes.Editing;

/// <summary>
/// Tells how code uses expressions and names. It compares only names: another symbol of the same name can prevent a fix, but never cause a wrong one.
/// </summary>
internal static class SyntaxUses
{
    /// <summary>Whether an expression is the operand of an <c>await</c>, with or without <c>ConfigureAwait</c>.</summary>
    public static bool IsAwaited(SyntaxNode expression) => WithConfigureAwait(expression).Parent is AwaitExpressionSyntax;

    /// <summary>Whether an expression is the sequence that a <c>foreach</c> loop enumerates, with or without <c>ConfigureAwait</c>.</summary>
    public static bool IsEnumerated(SyntaxNode sequence) =>
        WithConfigureAwait(sequence) is var enumerated && enumerated.Parent is CommonForEachStatementSyntax loop && loop.Expression == enumerated;

    /// <summary>Whether an expression is the operand of a <c>return</c> or the expression body of its function.</summary>
    public static bool IsReturned(SyntaxNode expression) =>
        SyntaxQueries.WithParentheses(expression) is var returned
        && (returned.Parent is ReturnStatementSyntax or ArrowExpressionClauseSyntax
            || returned.Parent is LambdaExpressionSyntax lambda && lambda.ExpressionBody == returned);

    /// <summary>Gets the expression with the parentheses, the <c>!</c> and the call of <c>ConfigureAwait</c> around it.</summary>
    public static SyntaxNode WithConfigureAwait(SyntaxNode expression)
    {
        expression = SyntaxQueries.WithParentheses(expression);
        return expression.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax call }
            ? SyntaxQueries.WithParentheses(call)
            : expression;
    }

    /// <summary>Finds the identifiers in a node that have the given name.</summary>
    public static List<IdentifierNameSyntax> Uses(string name, SyntaxNode region)
    {
        var uses = new List<IdentifierNameSyntax>();
        if (name.Length == 0)
        {
            return uses; // the symbol has no name, because the code is still being typed
        }

        foreach (SyntaxNode node in region.DescendantNodesAndSelf())
        {
            if (node is IdentifierNameSyntax use && use.Identifier.ValueText == name && use.Parent is not NameColonSyntax)
            {
                uses.Add(use);
            }
        }

        return uses;
    }
}
