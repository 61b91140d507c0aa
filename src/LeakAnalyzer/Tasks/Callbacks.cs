using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tasks;

/// <summary>Finds callbacks: lambdas and local functions that run when something happens. It is assumed that this does happen.</summary>
internal static class Callbacks
{
    /// <summary>
    /// Whether a node is in a lambda or local function that is subscribed to an event, stored, or passed to code that isn't in the catalogue.
    /// </summary>
    public static bool Contain(SyntaxNode node, LeakModel model)
    {
        for (SyntaxNode? current = node.Parent; current is not null and not MemberDeclarationSyntax; current = current.Parent)
        {
            if (current is AnonymousFunctionExpressionSyntax && IsHandedOn(current, model)
                || current is LocalFunctionStatementSyntax && model.SemanticModelOf(current.SyntaxTree)?.GetDeclaredSymbol(current) is { } function && model.Uses.Of(function).Any(use => IsHandedOn(use, model)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsHandedOn(SyntaxNode function, LeakModel model) => SyntaxQueries.WithParentheses(function).Parent switch
    {
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression } => true,
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: ElementAccessExpressionSyntax or MemberAccessExpressionSyntax } => true,
        ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } => model.OperationAt(call) is IInvocationOperation invocation && model.Calls.Of(invocation) is null,
        ArgumentSyntax { Parent.Parent: BaseObjectCreationExpressionSyntax } => true,
        _ => false,
    };
}
