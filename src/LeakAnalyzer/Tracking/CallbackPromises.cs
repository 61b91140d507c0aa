using LeakAnalyzer.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tracking;

/// <summary>
/// Finds <c>TaskCompletionSource</c>s that only a registered callback completes, as in <c>token.Register(() => promise.TrySetCanceled())</c>.
/// </summary>
internal static class CallbackPromises
{
    /// <summary>
    /// Whether the function around a registration awaits a <c>TaskCompletionSource</c> that only the registered callback completes. Then the callback has
    /// run before the function goes on, and the token no longer holds it.
    /// </summary>
    public static bool AreAwaitedByFunction(IInvocationOperation registration, Scope scope, CodeModel code)
    {
        foreach (IdentifierNameSyntax name in registration.Syntax.DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            if (code.OperationAt(name) is ILocalReferenceOperation { Local: var promise }
                && code.Symbols.IsPromise(promise.Type)
                && scope.Declares(promise)
                && IsCompletedOnlyIn(registration.Syntax, promise, code)
                && IsAwaited(promise, scope, code))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsCompletedOnlyIn(SyntaxNode registration, ILocalSymbol promise, CodeModel code)
    {
        if (!code.Values.HoldsOnlyNew(promise))
        {
            return false;
        }

        bool isCompleted = false;
        foreach (ObjectUse use in ObjectUses.Of(WaitedObject.Of(promise), code))
        {
            if (!registration.Span.Contains(use.Act.Span))
            {
                return false;
            }

            isCompleted = true;
        }

        return isCompleted;
    }

    private static bool IsAwaited(ILocalSymbol promise, Scope scope, CodeModel code)
    {
        foreach (SimpleNameSyntax use in code.Uses.In(scope.Function, promise))
        {
            if (SyntaxQueries.EnclosingFunction(use) == scope.Function
                && use.Parent is MemberAccessExpressionSyntax part
                && code.OperationAt(part) is IPropertyReferenceOperation task
                && code.Symbols.IsTask(task.Type)
                && TaskUses.IsJoinedAlone(task, code))
            {
                return true;
            }
        }

        return false;
    }
}
