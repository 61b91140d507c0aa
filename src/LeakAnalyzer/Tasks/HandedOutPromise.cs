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

/// <summary>Why a function leaves a promise (a <c>TaskCompletionSource</c>) unset for good.</summary>
internal enum Unset
{
    /// <summary>The function doesn't leave the promise unset.</summary>
    Never,

    /// <summary>The function swallows an exception.</summary>
    ByException,

    /// <summary>The function finds a token cancelled.</summary>
    ByToken,

    /// <summary>The function finds a flag set, and no code resets the flag.</summary>
    ByFlag,

    /// <summary>The function runs only once, and one of its paths doesn't set the promise.</summary>
    ByPath,

    /// <summary>
    /// The call that starts the function doesn't always run it: the token that is passed to <c>Task.Run</c> may be cancelled before, or the options
    /// of <c>ContinueWith</c> may exclude the way in which the task that it continues has ended.
    /// </summary>
    ByStart,
}

/// <summary>
/// A promise whose task is handed out: returned to callers, or awaited for them. Only one function sets the promise, and some path of that function
/// leaves the promise unset for good. A path that depends on a parameter, an event or a counter doesn't count, because the next call of the function
/// may set the promise.
/// </summary>
/// <param name="Promise">The member or local that holds the promise.</param>
/// <param name="Setter">The only function that sets the promise.</param>
/// <param name="Why">Why some path of that function doesn't set the promise.</param>
/// <param name="Waits">The places that return the promise's task to a caller, or await the task for a caller.</param>
internal sealed record HandedOutPromise(ISymbol Promise, IMethodSymbol Setter, Unset Why, List<SyntaxNode> Waits)
{
    /// <summary>The number of private helpers between the function that sets the promise and the place where it is set.</summary>
    private const int MostHelpers = 2;

    /// <summary>
    /// Gets the promise in a member or local, if its task is handed out (returned to callers, or awaited for them) and the promise may be left unset
    /// for good; null otherwise.
    /// </summary>
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

    /// <summary>
    /// Whether all acts (calls that set the promise) may be in one function, or in private helpers that it calls. This is judged by the syntax, which
    /// costs no binding. A lambda counts only if it is passed to a call of a method whose name the catalogue lists.
    /// </summary>
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

    /// <summary>
    /// Gets the promise if one function contains all calls that set the promise (acts), or is the only one that calls the private helpers which
    /// contain them, and if some path of that function leaves the promise unset; null otherwise.
    /// </summary>
    private static HandedOutPromise? Of(ISymbol promise, List<SyntaxNode> acts, List<SyntaxNode> waits, int helpersLeft, LeakModel model)
    {
        SyntaxNode function = SyntaxQueries.EnclosingFunction(acts[0]);
        bool isOne = acts.TrueForAll(act => SyntaxQueries.EnclosingFunction(act) == function && !SyntaxQueries.IsInLoop(act));
        if (isOne && SetterAt(function, promise, model) is { } setter)
        {
            List<IInvocationOperation> starts = promise is ILocalSymbol ? StartsOf(function, setter, model) : [];
            Unset why = PromisePaths.WhyUnset(function, setter, acts, runsOnce: starts is [var start] && IsOnceFor(promise, start), model);
            why = why == Unset.Never && starts.Count > 0 && starts.TrueForAll(one => MayBeSkipped(one, model)) ? Unset.ByStart : why;
            if (why != Unset.Never && IsOnlyCalled(setter, model)) // the callers are asked last, because they may be anywhere in the compilation
            {
                return new HandedOutPromise(promise, setter, why, waits);
            }
        }

        return helpersLeft > 0 && CallsOfHelpers(acts, model) is { } calls ? Of(promise, calls, waits, helpersLeft - 1, model) : null;
    }

    /// <summary>
    /// Replaces acts (calls that set the promise) in private helpers by the calls of these helpers, if the helpers set the promise on every path.
    /// Null if there are no such helpers.
    /// </summary>
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

    /// <summary>Gets the function that sets a promise; null for the handler of an event, and for a lambda that isn't started.</summary>
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

    /// <summary>
    /// Whether visible code only calls or starts a function, and doesn't pass it on as a callback. A callback may be called again, and may then set
    /// the promise.
    /// </summary>
    private static bool IsOnlyCalled(IMethodSymbol setter, LeakModel model)
    {
        foreach (IdentifierNameSyntax use in setter.MethodKind == MethodKind.AnonymousFunction ? ImmutableArray<IdentifierNameSyntax>.Empty : model.Uses.Of(setter))
        {
            ExpressionSyntax function = SyntaxQueries.Qualified(use);
            if (function.Parent is not InvocationExpressionSyntax && StartWith(function, model) is null)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Gets the call to which a delegate is passed and which starts the delegate's work; null if there is no such call.</summary>
    private static IInvocationOperation? StartWith(SyntaxNode work, LeakModel model) =>
        CallWith(work) is { } call && model.OperationAt(call) is IInvocationOperation invocation && model.Calls.Of(invocation) is { Starts: true } ? invocation : null;

    /// <summary>
    /// Gets the call to which a delegate is passed, if the catalogue lists a method with the name of the called one; null otherwise.
    /// </summary>
    private static InvocationExpressionSyntax? CallWith(SyntaxNode work) =>
        work.FirstAncestorOrSelf<ArgumentSyntax>() is { Parent.Parent: InvocationExpressionSyntax call } argument
        && argument.Expression == SyntaxQueries.WithParentheses(work)
        && ApiCatalogue.HasMember(SyntaxQueries.NameOfCalled(call))
            ? call
            : null;

    /// <summary>Gets the calls that start a function; empty if other code calls the function too.</summary>
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

    /// <summary>Whether a call runs at most once for each promise that a local holds.</summary>
    private static bool IsOnceFor(ISymbol promise, IInvocationOperation start) =>
        !SyntaxQueries.IsInLoop(start.Syntax) || SyntaxQueries.ShareLoop(start.Syntax, promise.DeclaringSyntaxReferences[0].GetSyntax());

    private static bool MayBeSkipped(IInvocationOperation start, LeakModel model) =>
        Continuations.HaveConditions(start)
        || new WaitFactory(model, model.Options.For(start.Syntax.SyntaxTree), start.Syntax).TokenOf(start) is { IsNothing: false, IsNobody: false };
}
