using LeakAnalyzer.Facts;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.CodeFixes.Dispose;

/// <summary>
/// Finds the promise (<c>TaskCompletionSource</c>) that a registered callback completes, if the method returns its task. The registration is needed until that
/// task is done.
/// </summary>
internal static class ReturnedPromise
{
    public static ILocalSymbol? Of(HeldHandle registration, Scope scope, LeakModel model)
    {
        if (registration.Local is not null || scope.Symbol is not { IsAsync: false } method || !model.Symbols.IsTask(method.ReturnType))
        {
            return null;
        }

        ILocalSymbol? promise = null;
        foreach (IArgumentOperation argument in registration.Call.Arguments)
        {
            if (argument.Value.Unwrap() is IDelegateCreationOperation { Target: IAnonymousFunctionOperation callback } && !CompletesOnly(callback, registration.Call, scope, model, ref promise))
            {
                return null;
            }
        }

        return promise is not null && model.Values.HoldsOnlyNew(promise) && IsReturned(promise, registration.Call.Syntax, scope, model) ? promise : null;
    }

    /// <summary>Whether a callback does nothing but complete a promise, which it captures or receives as its state argument.</summary>
    private static bool CompletesOnly(IAnonymousFunctionOperation callback, IInvocationOperation registration, Scope scope, LeakModel model, ref ILocalSymbol? promise)
    {
        IInvocationOperation? only = null;
        foreach (IOperation operation in callback.Body.OwnOperations())
        {
            if (operation is IInvocationOperation call)
            {
                if (only is not null)
                {
                    return false;
                }

                only = call;
            }
            else if (operation is IAssignmentOperation or IAwaitOperation or IObjectCreationOperation or IConditionalOperation or ILoopOperation)
            {
                return false;
            }
        }

        if (only is null || !model.Symbols.IsPromise(only.Instance?.Type) || model.Calls.Of(only) is not { OnReceiver: Effect.Ends })
        {
            return false;
        }

        promise = only.Instance?.Unwrap() switch
        {
            ILocalReferenceOperation { Local: var captured } when scope.Declares(captured) => captured,
            IParameterReferenceOperation { Parameter: var state } when KnownSymbols.Same(state.ContainingSymbol, callback.Symbol) => GivenAsState(registration, scope, model),
            _ => null,
        };
        return promise is not null;
    }

    private static ILocalSymbol? GivenAsState(IInvocationOperation registration, Scope scope, LeakModel model)
    {
        foreach (IArgumentOperation argument in registration.Arguments)
        {
            if (argument.Value.Unwrap() is ILocalReferenceOperation { Local: var given } && scope.Declares(given) && model.Symbols.IsPromise(given.Type))
            {
                return given;
            }
        }

        return null;
    }

    private static bool IsReturned(ILocalSymbol promise, SyntaxNode registration, Scope scope, LeakModel model)
    {
        foreach (SimpleNameSyntax use in model.Uses.In(scope.Function, promise))
        {
            if (use.SpanStart > registration.Span.End
                && SyntaxQueries.EnclosingFunction(use) == scope.Function
                && use.Parent is MemberAccessExpressionSyntax { Parent: ReturnStatementSyntax } task
                && model.Symbols.IsTask(model.OperationAt(task)?.Type))
            {
                return true;
            }
        }

        return false;
    }
}
