using LeakAnalyzer.Facts;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Summaries;

/// <summary>Tells whether a loop may end, by its condition or by a statement such as <c>break</c>.</summary>
internal static class LoopShapes
{
    /// <summary>Whether some loop around an operation has no way out, such as a <c>break</c> or a condition that becomes false.</summary>
    public static bool IsRepeated(IOperation operation, LeakModel model)
    {
        SyntaxNode node = operation.Syntax;
        SyntaxNode function = SyntaxQueries.EnclosingFunction(node);
        for (SyntaxNode? current = node; current is not null && current != function; current = current.Parent)
        {
            if (SyntaxQueries.IsLoop(current) && !HasWayOut((StatementSyntax)current, node, model))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a property tests if a token, or the token of a <c>CancellationTokenSource</c>, is cancelled.</summary>
    public static bool AsksToken(IPropertyReferenceOperation asked, LeakModel model) =>
        model.Calls.Of(asked) is { TellsState: true }
        && (model.Symbols.IsCancellationToken(asked.Property.ContainingType) || model.Symbols.IsCancellationTokenSource(asked.Property.ContainingType));

    /// <summary>Gets the operations by which an iteration may leave a loop, such as <c>break</c>, <c>return</c> or a <c>throw</c> that the loop doesn't catch.</summary>
    public static IEnumerable<IOperation> ExitsOf(ILoopOperation loop)
    {
        foreach (IOperation operation in loop.OwnOperations())
        {
            switch (operation)
            {
                case IReturnOperation { Kind: not OperationKind.YieldReturn } or IEndOperation:
                case IThrowOperation when !LoopExceptions.IsCaughtWithin(loop, operation):
                case IBranchOperation { BranchKind: BranchKind.Break, Target: var exit } when KnownSymbols.Same(exit, loop.ExitLabel):
                case IBranchOperation { BranchKind: BranchKind.GoTo, Target: var label } when !IsWithin(loop, label):
                    yield return operation;
                    break;
            }
        }
    }

    private static bool IsWithin(ILoopOperation loop, ILabelSymbol label) =>
        label.DeclaringSyntaxReferences is [var declaration] && loop.Syntax.Span.Contains(declaration.Span);

    /// <summary>Whether a loop may end although further items may come for the wait inside it (<paramref name="node"/>).</summary>
    private static bool HasWayOut(StatementSyntax loop, SyntaxNode node, LeakModel model)
    {
        bool endsByItself = loop switch
        {
            WhileStatementSyntax { Condition: var condition } => MayTurnFalse(condition, model),
            DoStatementSyntax { Condition: var condition } => MayTurnFalse(condition, model),
            ForStatementSyntax { Condition: var condition } => MayTurnFalse(condition, model),
            CommonForEachStatementSyntax { Expression: var sequence } => !sequence.Span.Contains(node.Span),
            _ => false,
        };
        if (endsByItself)
        {
            return true;
        }

        foreach (SyntaxNode inner in loop.DescendantNodes(child => child is not AnonymousFunctionExpressionSyntax and not LocalFunctionStatementSyntax))
        {
            bool leaves = inner is ReturnStatementSyntax or ThrowStatementSyntax or GotoStatementSyntax
                || inner.IsKind(SyntaxKind.YieldBreakStatement)
                || inner is BreakStatementSyntax && inner.Ancestors().First(outer => outer is SwitchStatementSyntax || SyntaxQueries.IsLoop(outer)) == loop;
            if (leaves && !(model.OperationAt(loop) is { } around && model.OperationAt(inner) is { } exit && TokenConditions.GuardAround(exit, around, model) is not null))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether a loop's condition may become false although its token isn't cancelled and more items may come, unlike
    /// <c>while (await reader.WaitToReadAsync())</c>.
    /// </summary>
    private static bool MayTurnFalse(ExpressionSyntax? condition, LeakModel model) => condition switch
    {
        null => false,
        ParenthesizedExpressionSyntax { Expression: var inner } => MayTurnFalse(inner, model),
        BinaryExpressionSyntax both when both.IsKind(SyntaxKind.LogicalAndExpression) => MayTurnFalse(both.Left, model) || MayTurnFalse(both.Right, model),
        _ => !condition.IsKind(SyntaxKind.TrueLiteralExpression)
            && !AsksForEnd(condition, model)
            && (model.OperationAt(condition) is not { } test || TokenConditions.Of(test, outcome: false, model).Count == 0),
    };

    private static bool AsksForEnd(ExpressionSyntax condition, LeakModel model)
    {
        foreach (IOperation operation in model.OperationAt(condition)?.DescendantsAndSelf() ?? [])
        {
            bool asks = operation switch
            {
                IPropertyReferenceOperation property => model.Calls.Of(property) is { TellsState: true },
                IInvocationOperation { Type: INamedTypeSymbol { TypeArguments: [{ SpecialType: SpecialType.System_Boolean }] } } call =>
                    (model.Calls.Of(call) ?? (ForwardedCall.Behind(call, model) is { } behind ? model.Calls.Of(behind) : null)) is { Wait: not null },
                _ => false,
            };
            if (asks)
            {
                return true;
            }
        }

        return false;
    }
}
