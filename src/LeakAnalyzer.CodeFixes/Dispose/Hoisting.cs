using LeakAnalyzer.CodeFixes.Editing;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Races;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.CodeFixes.Dispose;

/// <summary>Tells whether moving a call before the statement that contains it leaves the behaviour of the code unchanged.</summary>
internal static class Hoisting
{
    /// <summary>Gets the statement or expression body before which a call may be evaluated; null if an earlier evaluation could change the behaviour.</summary>
    public static SyntaxNode? StatementOf(IInvocationOperation call, Scope scope, LeakModel model)
    {
        if (scope.Symbol is null || PlaceOf(call.Syntax) is not { } place || SyntaxQueries.EnclosingFunction(call.Syntax) != scope.Function)
        {
            return null;
        }

        return place is ExpressionSyntax && IsExpressionTree(scope.Function, model) || !MayComeFirst(call, place, model) ? null : place;
    }

    /// <summary>Gets the statement or expression body that evaluates an expression exactly once each time it runs; null if there is none.</summary>
    private static SyntaxNode? PlaceOf(SyntaxNode expression)
    {
        SyntaxNode child = expression;
        for (SyntaxNode? node = expression.Parent; node is not null; child = node, node = node.Parent)
        {
            switch (node)
            {
                case ArgumentSyntax or BaseArgumentListSyntax or InvocationExpressionSyntax or AwaitExpressionSyntax or ParenthesizedExpressionSyntax
                    or CastExpressionSyntax or BaseObjectCreationExpressionSyntax or InitializerExpressionSyntax or EqualsValueClauseSyntax
                    or ElementAccessExpressionSyntax or ArrayCreationExpressionSyntax or ImplicitArrayCreationExpressionSyntax or TupleExpressionSyntax
                    or PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax or IsPatternExpressionSyntax or ExpressionElementSyntax or CollectionExpressionSyntax
                    or SwitchExpressionSyntax: // only from the value before 'switch': the walk up from an arm ends at the arm itself, in 'default' below
                case MemberAccessExpressionSyntax access when access.Expression == child:
                case ConditionalAccessExpressionSyntax conditional when conditional.Expression == child:
                case ConditionalExpressionSyntax choice when choice.Condition == child:
                case BinaryExpressionSyntax binary when binary.Left == child || !IsShortCircuit(binary):
                case AssignmentExpressionSyntax assignment when assignment.IsKind(SyntaxKind.SimpleAssignmentExpression):
                case VariableDeclaratorSyntax:
                case VariableDeclarationSyntax { Parent: LocalDeclarationStatementSyntax or UsingStatementSyntax }:
                    break;

                case ArrowExpressionClauseSyntax arrow:
                    return arrow.Expression;
                case LambdaExpressionSyntax lambda when lambda.Body == child:
                    return child;

                case ExpressionStatementSyntax or LocalDeclarationStatementSyntax or ReturnStatementSyntax or YieldStatementSyntax or IfStatementSyntax
                    or SwitchStatementSyntax or CommonForEachStatementSyntax or UsingStatementSyntax or LockStatementSyntax:
                    return node;
                default:
                    return null;
            }
        }

        return null;
    }

    private static bool IsShortCircuit(BinaryExpressionSyntax binary) =>
        binary.Kind() is SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression or SyntaxKind.CoalesceExpression;

    /// <summary>Whether a call can be moved before the given statement: nothing that the statement does earlier changes the call's arguments.</summary>
    private static bool MayComeFirst(IInvocationOperation call, SyntaxNode place, LeakModel model)
    {
        bool actsBefore = place.DescendantNodes(node => node is not AnonymousFunctionExpressionSyntax)
            .Any(node => node.Span.End <= call.Syntax.SpanStart && IsAct(node));
        foreach (IArgumentOperation argument in call.Arguments)
        {
            foreach (IOperation operation in argument.Value.DescendantsAndSelf())
            {
                switch (operation)
                {
                    case ILocalReferenceOperation { Local: { } local } when IsDeclaredIn(place, local) || actsBefore && IsWrittenIn(local, place, model):
                    case IParameterReferenceOperation { Parameter: { } parameter } when actsBefore && IsWrittenIn(parameter, place, model):
                    case IInvocationOperation { TargetMethod.Name: not "CreateLinkedTokenSource" } or IAwaitOperation or IAssignmentOperation when actsBefore:
                    case IFieldReferenceOperation { Field: { IsReadOnly: false, IsConst: false } } when actsBefore:
                    case IPropertyReferenceOperation { Property.IsStatic: false, Property.Name: not "Token" } when actsBefore:
                        return false;
                }
            }
        }

        return true;
    }

    private static bool IsAct(SyntaxNode node) => node
        is InvocationExpressionSyntax or AwaitExpressionSyntax or AssignmentExpressionSyntax or BaseObjectCreationExpressionSyntax
        || node.Kind() is SyntaxKind.PreIncrementExpression or SyntaxKind.PreDecrementExpression or SyntaxKind.PostIncrementExpression or SyntaxKind.PostDecrementExpression;

    private static bool IsDeclaredIn(SyntaxNode place, ILocalSymbol local) =>
        local.DeclaringSyntaxReferences is [var reference] && place.Span.Contains(reference.Span);

    /// <summary>Whether a variable is assigned in a statement, or in another function, which the statement may call.</summary>
    private static bool IsWrittenIn(ISymbol variable, SyntaxNode place, LeakModel model)
    {
        SyntaxNode function = SyntaxQueries.EnclosingFunction(place);
        foreach (IdentifierNameSyntax use in model.World.RegionsOf(variable).SelectMany(region => SyntaxUses.Uses(variable.Name, region)))
        {
            if (SyntaxQueries.IsWritten(use, out _)
                && (SyntaxQueries.EnclosingFunction(use) != function || place.Span.Contains(use.Span)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a lambda is an expression tree, which can't contain statements.</summary>
    private static bool IsExpressionTree(SyntaxNode function, LeakModel model) =>
        function is LambdaExpressionSyntax && model.SemanticModelOf(function.SyntaxTree)?.GetTypeInfo(function).ConvertedType is { Name: "Expression" };
}
