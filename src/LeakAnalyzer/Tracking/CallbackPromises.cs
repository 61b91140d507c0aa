using LeakAnalyzer.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tracking;

/// <summary>
/// Finds promises (<c>TaskCompletionSource</c>s) that only the callback of a registration completes, as in
/// <c>token.Register(() => promise.TrySetCanceled())</c>.
/// </summary>
internal static class CallbackPromises
{
    /// <summary>
    /// Whether the function around a registration creates a promise and awaits it alone, not in a race (<c>Task.WhenAny</c>), and only the callback of
    /// the registration completes that promise. The function then continues only after the callback has run, and by then the token no longer holds
    /// the registration.
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
        foreach (IdentifierNameSyntax use in code.Uses.In(scope.Function, promise))
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
