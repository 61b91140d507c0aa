using LeakAnalyzer.Flow;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Summaries;

/// <summary>
/// Finds functions that call themselves or start themselves again on every path, on the same object. Such a function is like an endless loop. A call
/// on another object doesn't count: a recursion over a linked list, for example, ends with the last node.
/// </summary>
internal static class SelfCalls
{
    /// <summary>
    /// Gets the first call by which a function calls itself or starts itself again. Returns null if some path leads to the function's end without
    /// such a call.
    /// </summary>
    public static SyntaxNode? OnEachPath(Work work, LeakModel model)
    {
        if (work.Symbol.Name.Length == 0 || !SymbolUses.MayMention(work.Body.Syntax, [work.Symbol.Name]))
        {
            return null; // a function that calls itself names itself
        }

        List<SyntaxNode>? calls = null;
        foreach (IOperation operation in work.Body.OwnOperations())
        {
            if (operation is IInvocationOperation call && (IsOf(call, work, model) || StartsAgain(call, work, model)))
            {
                (calls ??= []).Add(call.Syntax);
            }
        }

        return calls is not null
            && model.Bodies.GraphOf(work) is { } graph
            && !ExitPaths.AnyWithout(graph, new FlowPoint(graph.Blocks[0], 0), operation => calls.Contains(operation.Syntax), static _ => false)
                ? calls[0]
                : null;
    }

    private static bool IsOf(IInvocationOperation call, Work work, LeakModel model) =>
        call.TargetMethod.Name == work.Symbol.Name
        && call.Instance is null or IInstanceReferenceOperation
        && KnownSymbols.Same(model.Bodies.TargetOf(call) ?? call.TargetMethod.OriginalDefinition, work.Symbol.OriginalDefinition);

    /// <summary>Whether a call starts the function again: the call starts the function itself, or a lambda that only calls the function.</summary>
    private static bool StartsAgain(IInvocationOperation call, Work work, LeakModel model)
    {
        if (call.Arguments.IsEmpty || model.Calls.Of(call) is not { Starts: true })
        {
            return false;
        }

        switch ((Operations.DelegateArgument(call.Arguments)?.Unwrap() as IDelegateCreationOperation)?.Target)
        {
            case IMethodReferenceOperation { Method: var method }:
                return KnownSymbols.Same(method.OriginalDefinition, work.Symbol.OriginalDefinition);
            case IAnonymousFunctionOperation { Body.Operations: [var only, ..] body } when body.Length == 1 || body is [_, IReturnOperation { ReturnedValue: null }]:
                IOperation? value = only switch
                {
                    IExpressionStatementOperation { Operation: var expression } => expression,
                    IReturnOperation { ReturnedValue: { } returned } => returned,
                    _ => null,
                };
                value = value?.Unwrap() is IAwaitOperation { Operation: var awaited } ? awaited.Unwrap() : value?.Unwrap();
                return value is IInvocationOperation inner && IsOf(inner, work, model);
            default:
                return false;
        }
    }
}
