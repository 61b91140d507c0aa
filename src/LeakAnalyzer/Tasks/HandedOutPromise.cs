using System.Collections.Immutable;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Facts.Catalogue;
using LeakAnalyzer.Flow;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tasks;

/// <summary>Why a function may never set a promise (a <c>TaskCompletionSource</c>).</summary>
internal enum Unset
{
    /// <summary>The function sets the promise, or may set it when it is called again.</summary>
    Never,

    /// <summary>The function catches an exception and then ends without setting the promise.</summary>
    ByException,

    /// <summary>The function finds a token cancelled and then ends without setting the promise.</summary>
    ByToken,

    /// <summary>The function finds a flag set, which no code resets, and then ends without setting the promise.</summary>
    ByFlag,

    /// <summary>The function runs only once, and one of its paths doesn't set the promise.</summary>
    ByPath,

    /// <summary>
    /// The function may not run at all: the token of <c>Task.Run</c> may be cancelled before, or the options of <c>ContinueWith</c> exclude the
    /// outcome.
    /// </summary>
    ByStart,
}

/// <summary>A promise whose task callers wait for. Only one function sets the promise, and on some path it never does.</summary>
/// <param name="Promise">The member or local that holds the promise.</param>
/// <param name="Setter">The only function that sets the promise.</param>
/// <param name="Why">Why some path of that function doesn't set the promise.</param>
/// <param name="Waits">The places that return the promise's task to a caller, or await it for a caller.</param>
internal sealed record HandedOutPromise(ISymbol Promise, IMethodSymbol Setter, Unset Why, List<SyntaxNode> Waits)
{
    /// <summary>The greatest number of helpers between the setting function and the call that sets the promise.</summary>
    private const int MostHelpers = 2;

    /// <summary>Gets the promise in a member or local if callers wait for it and it may never be set; null otherwise.</summary>
    public static HandedOutPromise? Of(ISymbol promise, LeakModel model)
    {
        List<SyntaxNode> acts = [];
        foreach (ObjectUse use in model.UsesOf(WaitedObject.Of(promise)))
        {
            if ((use.Effects.May & Effect.Ends) == 0)
            {
                return null;
            }

            acts.Add(use.Act);
        }

        return acts.Count > 0
            && MayBeOfOneSetter(acts)
            && (promise is not ILocalSymbol || !acts.Exists(act => SyntaxQueries.EnclosingFunction(promise.DeclaringSyntaxReferences[0].GetSyntax()) == SyntaxQueries.EnclosingFunction(act)))
            && !UnreachedCode.Holds(acts[0], model)
            && CallersWaits.Of(promise, model) is { Count: > 0 } waits
                ? Of(promise, acts, waits, MostHelpers, model)
                : null;
    }

    /// <summary>Whether all calls that set the promise may be in one function and its private helpers, by the syntax alone: binding is expensive.</summary>
    private static bool MayBeOfOneSetter(List<SyntaxNode> acts)
    {
        SyntaxNode? setter = null;
        foreach (SyntaxNode act in acts)
        {
            SyntaxNode function = SyntaxQueries.EnclosingFunction(act);
            if (function is AnonymousFunctionExpressionSyntax && CallWith(function) is null || !MayBeHelper(function) && (setter ??= function) != function)
            {
                return false;
            }
        }

        return true;
    }

    private static bool MayBeHelper(SyntaxNode function) =>
        function is LocalFunctionStatementSyntax
        || function is MethodDeclarationSyntax { Modifiers: var modifiers }
            && !modifiers.Any(modifier => modifier.Kind() is SyntaxKind.AsyncKeyword or SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword or SyntaxKind.ProtectedKeyword);

    /// <summary>Gets the promise if only one function sets it, itself or by helpers, and some path of that function doesn't; null otherwise.</summary>
    private static HandedOutPromise? Of(ISymbol promise, List<SyntaxNode> acts, List<SyntaxNode> waits, int helpersLeft, LeakModel model)
    {
        SyntaxNode function = SyntaxQueries.EnclosingFunction(acts[0]);
        bool isOne = acts.TrueForAll(act => SyntaxQueries.EnclosingFunction(act) == function && !SyntaxQueries.IsInLoop(act));
        if (isOne && SetterAt(function, promise, model) is { } setter)
        {
            List<IInvocationOperation> starts = promise is ILocalSymbol ? StartsOf(function, setter, model) : [];
            Unset why = PromisePaths.WhyUnset(function, setter, acts, runsOnce: starts is [var start] && IsOnceFor(promise, start), model);
            why = why == Unset.Never && starts.Count > 0 && starts.TrueForAll(one => MayBeSkipped(one, model)) ? Unset.ByStart : why;
            if (why != Unset.Never && IsOnlyCalled(setter, model)) // the callers are examined last: they may be anywhere in the compilation, so that it is expensive to find them
            {
                return new HandedOutPromise(promise, setter, why, waits);
            }
        }

        return helpersLeft > 0 && CallsOfHelpers(acts, model) is { } calls ? Of(promise, calls, waits, helpersLeft - 1, model) : null;
    }

    /// <summary>Replaces the calls in a helper that sets the promise on every path by the calls of the helper; null if there is no such helper.</summary>
    private static List<SyntaxNode>? CallsOfHelpers(List<SyntaxNode> acts, LeakModel model)
    {
        List<SyntaxNode> lifted = [];
        bool any = false;
        foreach (IGrouping<SyntaxNode, SyntaxNode> inOne in acts.GroupBy(SyntaxQueries.EnclosingFunction))
        {
            if (HelperAt(inOne.Key, model) is { } helper
                && model.OperationAt(inOne.First()) is { } act
                && model.Bodies.GraphOf(inOne.Key, act) is { } graph
                && !ExitPaths.AnyWithout(graph, new FlowPoint(graph.Blocks[0], 0), operation => inOne.Contains(operation.Syntax), static _ => false))
            {
                any = true;
                foreach (IInvocationOperation? call in PrivateCalls.Of(helper, model))
                {
                    if (call is null)
                    {
                        return null;
                    }

                    lifted.Add(call.Syntax);
                }
            }
            else
            {
                lifted.AddRange(inOne);
            }
        }

        return any && lifted.Count > 0 ? lifted : null;
    }

    private static IMethodSymbol? HelperAt(SyntaxNode function, LeakModel model) =>
        function is MethodDeclarationSyntax or LocalFunctionStatementSyntax
        && model.SemanticModelOf(function.SyntaxTree)?.GetDeclaredSymbol(function) is IMethodSymbol { IsAsync: false } method
        && PrivateCalls.AreAll(method)
            ? method
            : null;

    /// <summary>Gets the function that sets a promise; null if it is an event handler, or a lambda that no call such as <c>Task.Run</c> starts.</summary>
    private static IMethodSymbol? SetterAt(SyntaxNode function, ISymbol promise, LeakModel model)
    {
        if (function is AnonymousFunctionExpressionSyntax lambda)
        {
            return promise is ILocalSymbol or IFieldSymbol or IPropertySymbol && StartWith(lambda, model) is not null && model.OperationAt(lambda) is IAnonymousFunctionOperation { Symbol: var symbol } ? symbol : null;
        }

        return model.SemanticModelOf(function.SyntaxTree)?.GetDeclaredSymbol(function) is IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction } method
            && method.Parameters is not [{ Type.SpecialType: SpecialType.System_Object }, _]
                ? method
                : null;
    }

    /// <summary>Whether the function is only called or started. As a callback it might run again and then set the promise.</summary>
    private static bool IsOnlyCalled(IMethodSymbol setter, LeakModel model)
    {
        foreach (SimpleNameSyntax use in setter.MethodKind == MethodKind.AnonymousFunction ? ImmutableArray<SimpleNameSyntax>.Empty : model.Uses.Of(setter))
        {
            ExpressionSyntax function = SyntaxQueries.Qualified(use);
            if (function.Parent is not InvocationExpressionSyntax && StartWith(function, model) is null)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Gets the call that starts a delegate, such as <c>Task.Run</c>; null if there is none.</summary>
    private static IInvocationOperation? StartWith(SyntaxNode work, LeakModel model) =>
        CallWith(work) is { } call && model.OperationAt(call) is IInvocationOperation invocation && model.Calls.Of(invocation) is { Starts: true } ? invocation : null;

    /// <summary>Gets the call to which a delegate is passed; null if the catalogue has no method of that name.</summary>
    private static InvocationExpressionSyntax? CallWith(SyntaxNode work) =>
        work.FirstAncestorOrSelf<ArgumentSyntax>() is { Parent.Parent: InvocationExpressionSyntax call } argument
        && argument.Expression == SyntaxQueries.WithParentheses(work)
        && ApiCatalogue.HasMember(SyntaxQueries.NameOfCalled(call))
            ? call
            : null;

    /// <summary>Gets the calls that start a function, such as <c>Task.Run</c>; empty if the function is used otherwise too.</summary>
    private static List<IInvocationOperation> StartsOf(SyntaxNode function, IMethodSymbol setter, LeakModel model)
    {
        IEnumerable<SyntaxNode> works = setter.MethodKind == MethodKind.AnonymousFunction ? [function] : model.Uses.Of(setter).Select(SyntaxQueries.Qualified);
        var starts = new List<IInvocationOperation>();
        foreach (SyntaxNode work in works)
        {
            if (StartWith(work, model) is not { } start)
            {
                return [];
            }

            starts.Add(start);
        }

        return starts;
    }

    private static bool IsOnceFor(ISymbol promise, IInvocationOperation start) =>
        !SyntaxQueries.IsInLoop(start.Syntax) || SyntaxQueries.ShareLoop(start.Syntax, promise.DeclaringSyntaxReferences[0].GetSyntax());

    private static bool MayBeSkipped(IInvocationOperation start, LeakModel model) =>
        Continuations.HaveConditions(start)
        || new WaitFactory(model, model.Options.For(start.Syntax.SyntaxTree), start.Syntax).TokenOf(start) is { IsEmpty: false, IsNeverCancelled: false };
}
