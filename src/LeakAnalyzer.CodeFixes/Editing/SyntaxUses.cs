using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.CodeFixes.Editing;

/// <summary>Asks how code uses names and values, by name only. Where two symbols have one name, a fix is withheld, never wrong.</summary>
internal static class SyntaxUses
{
    /// <summary>Whether an expression is the operand of an <c>await</c>, with or without <c>ConfigureAwait</c>.</summary>
    public static bool IsAwaited(SyntaxNode expression) => WithoutConfigureAwait(expression).Parent is AwaitExpressionSyntax;

    /// <summary>Whether a sequence is enumerated where it stands.</summary>
    public static bool IsEnumerated(SyntaxNode sequence) =>
        WithoutConfigureAwait(sequence) is var enumerated && enumerated.Parent is CommonForEachStatementSyntax loop && loop.Expression == enumerated;

    /// <summary>Whether an expression is what its function returns.</summary>
    public static bool IsReturned(SyntaxNode expression) =>
        SyntaxQueries.WithoutParentheses(expression) is var returned
        && (returned.Parent is ReturnStatementSyntax or ArrowExpressionClauseSyntax
            || returned.Parent is LambdaExpressionSyntax lambda && lambda.ExpressionBody == returned);

    /// <summary>The expression that holds a node through <c>ConfigureAwait</c>, parentheses and <c>!</c>.</summary>
    public static SyntaxNode WithoutConfigureAwait(SyntaxNode expression)
    {
        expression = SyntaxQueries.WithoutParentheses(expression);
        return expression.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax call }
            ? SyntaxQueries.WithoutParentheses(call)
            : expression;
    }

    /// <summary>The uses of a name in a region: identifiers that may refer to it, or to another symbol of the same name.</summary>
    public static List<IdentifierNameSyntax> Uses(string name, SyntaxNode region)
    {
        var uses = new List<IdentifierNameSyntax>();
        if (name.Length == 0)
        {
            return uses; // what has no name yet
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
