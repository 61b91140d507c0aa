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
using Microsoft.CodeAnalysis.FlowAnalysis;
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
    /// The call that starts the function doesn't run it in every case: its token may be cancelled before, or its options exclude how a task ended.
    /// </summary>
    ByStart,
}

/// <summary>
/// A promise whose task is handed out to callers. Only one function sets the promise, and some path of that function leaves the promise unset for
/// good. A path that depends on a parameter, an event or a counter doesn't count, because the next call of the function may set the promise.
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
    /// Gets the promise in a member or local, if its task is handed out and the promise may be left unset for good; null otherwise.
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
            && (promise is not ILocalSymbol || !acts.Exists(act => SyntaxQueries.EnclosingFunction(promise.DeclaringSyntaxReferences[0].GetSyntax()) == SyntaxQueries.EnclosingFunction(act)))
            && !UnreachedCode.Holds(acts[0], model)
            && CallersWaits.Of(promise, model) is { Count: > 0 } waits
                ? Of(promise, acts, waits, MostHelpers, model)
                : null;
    }

    /// <summary>
    /// Gets the promise if the function that contains all acts, or the only function that calls the private helpers which contain them, leaves it
    /// unset; null otherwise.
    /// </summary>
    private static HandedOutPromise? Of(ISymbol promise, List<SyntaxNode> acts, List<SyntaxNode> waits, int helpersLeft, LeakModel model)
    {
        SyntaxNode function = SyntaxQueries.EnclosingFunction(acts[0]);
        bool isOne = acts.TrueForAll(act => SyntaxQueries.EnclosingFunction(act) == function && !SyntaxQueries.IsInLoop(act));
        if (isOne && SetterAt(function, promise, model) is { } setter && IsOnlyCalled(setter, model))
        {
            IInvocationOperation? start = promise is ILocalSymbol local ? StartOnce(function, setter, local, model) : null;
            Unset why = WhyUnset(function, setter, acts, runsOnce: start is not null, model);
            why = why == Unset.Never && start is not null && MayBeSkipped(start, model) ? Unset.ByStart : why;
            if (why != Unset.Never)
            {
                return new HandedOutPromise(promise, setter, why, waits);
            }
        }

        return helpersLeft > 0 && CallsOfHelpers(acts, model) is { } calls ? Of(promise, calls, waits, helpersLeft - 1, model) : null;
    }

    /// <summary>
    /// Replaces the acts in private helpers, which set the promise on every path, by the calls of these helpers. Null if there are no such helpers.
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
            return promise is ILocalSymbol or IFieldSymbol or IPropertySymbol && model.OperationAt(lambda) is IAnonymousFunctionOperation { Symbol: var symbol } anonymous && IsStarted(anonymous, model) ? symbol : null;
        }

        return model.SemanticModelOf(function.SyntaxTree)?.GetDeclaredSymbol(function) is IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction } method
            && method.Parameters is not [{ Type.SpecialType: SpecialType.System_Object }, _]
                ? method
                : null;
    }

    /// <summary>Whether visible code only calls or starts a function. A callback may be called again, and may then set the promise.</summary>
    private static bool IsOnlyCalled(IMethodSymbol setter, LeakModel model)
    {
        foreach (IdentifierNameSyntax use in setter.MethodKind == MethodKind.AnonymousFunction ? ImmutableArray<IdentifierNameSyntax>.Empty : model.Uses.Of(setter))
        {
            if (SyntaxQueries.Qualified(use).Parent is not InvocationExpressionSyntax && !IsStart(use, model))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsStart(IdentifierNameSyntax use, LeakModel model) => StartWith(SyntaxQueries.Qualified(use), model) is not null;

    private static bool IsStarted(IAnonymousFunctionOperation lambda, LeakModel model) => StartWith(lambda.Syntax, model) is not null;

    /// <summary>Gets the call that is passed a delegate and starts its work; null if the delegate is passed to no such call.</summary>
    private static IInvocationOperation? StartWith(SyntaxNode work, LeakModel model) =>
        work.FirstAncestorOrSelf<ArgumentSyntax>() is { Parent.Parent: InvocationExpressionSyntax call } argument
        && argument.Expression == SyntaxQueries.WithoutParentheses(work)
        && model.OperationAt(call) is IInvocationOperation invocation && model.Calls.Of(invocation) is { Starts: true }
            ? invocation
            : null;

    /// <summary>
    /// Gets the only call that starts a function, if it starts the function once for each promise; null if other code calls or starts the function
    /// too.
    /// </summary>
    private static IInvocationOperation? StartOnce(SyntaxNode function, IMethodSymbol setter, ILocalSymbol promise, LeakModel model)
    {
        IInvocationOperation? start = setter.MethodKind == MethodKind.AnonymousFunction ? StartWith(function, model)
            : model.Uses.Of(setter) is [var only] ? StartWith(SyntaxQueries.Qualified(only), model)
            : null;
        return start is not null && (!SyntaxQueries.IsInLoop(start.Syntax) || SyntaxQueries.ShareLoop(start.Syntax, promise.DeclaringSyntaxReferences[0].GetSyntax())) ? start : null;
    }

    private static bool MayBeSkipped(IInvocationOperation start, LeakModel model) =>
        Continuations.HaveConditions(start)
        || new WaitFactory(model, model.Options.For(start.Syntax.SyntaxTree), start.Syntax).TokenOf(start) is { IsNothing: false, IsNobody: false };

    private static Unset WhyUnset(SyntaxNode function, IMethodSymbol setter, List<SyntaxNode> acts, bool runsOnce, LeakModel model)
    {
        if (model.OperationAt(acts[0]) is not { } act || model.Bodies.GraphOf(function, act) is not { } graph)
        {
            return Unset.Never;
        }

        var flow = new Paths(acts, setter, BlocksBefore(acts, graph), model);
        State atExit = ExitState<State>.Of(graph, new FlowPoint(graph.Blocks[0], 0), State.Unset, flow) ?? State.Set;
        return (atExit & State.Swallowed) != 0 ? Unset.ByException
            : (atExit & State.Cancelled) != 0 ? Unset.ByToken
            : (atExit & State.Flagged) != 0 ? Unset.ByFlag
            : runsOnce && (atExit & State.Unset) != 0 ? Unset.ByPath
            : Unset.Never;
    }

    /// <summary>Finds the blocks from which control may still come to a call that sets the promise.</summary>
    private static HashSet<BasicBlock> BlocksBefore(List<SyntaxNode> acts, ControlFlowGraph graph)
    {
        var before = new HashSet<BasicBlock>();
        var pending = new Stack<BasicBlock>(graph.Blocks.Where(block =>
            block.Operations.Concat(block.BranchValue is { } value ? [value] : []).Any(operation => acts.Exists(act => operation.Syntax.Span.Contains(act.Span)))));
        while (pending.Count > 0)
        {
            foreach (ControlFlowBranch branch in pending.Pop().Predecessors)
            {
                if (before.Add(branch.Source))
                {
                    pending.Push(branch.Source);
                }
            }
        }

        return before;
    }

    /// <summary>What has happened on the paths that haven't set the promise. The values combine.</summary>
    [Flags]
    private enum State
    {
        Set = 0,
        Unset = 1,
        Thrown = 2,
        Swallowed = 4,
        Cancelled = 8,
        Flagged = 16,
    }

    private sealed class Paths(List<SyntaxNode> acts, IMethodSymbol setter, HashSet<BasicBlock> beforeActs, LeakModel model) : IFlowStates<State>
    {
        public State Merge(State one, State other) => one | other;

        public State After(IOperation operation, State state) => acts.Contains(operation.Syntax) ? State.Set : state;

        public bool MayThrow(IOperation operation) => !acts.Contains(operation.Syntax) && Throwing.MayThrow(operation, model);

        // An argument of the call that sets the promise may throw, and then the promise isn't set.
        public State AfterThrow(IOperation operation, State state) =>
            state == State.Set || acts.Contains(operation.Syntax) && (state & State.Thrown) == 0 ? State.Set : MayThrow(operation) ? State.Thrown : state;

        public State PastHandler(ITypeSymbol exceptionType, State state) => state;

        public State Along(BasicBlock block, ControlFlowBranch branch, State state)
        {
            if (state == State.Set)
            {
                return state;
            }

            if ((state & State.Thrown) != 0 && IsInHandler(block))
            {
                state = (state & ~State.Thrown) | State.Swallowed;
            }

            // After a caught exception, a condition such as a countdown decides whether the promise is set, just as it does without an exception. So
            // the exception isn't the reason if the promise stays unset.
            if ((state & State.Swallowed) != 0 && block.ConditionKind != ControlFlowConditionKind.None && beforeActs.Contains(block))
            {
                state = (state & ~State.Swallowed) | State.Unset;
            }

            if (BranchFacts.Outcome(block, branch) is not { } outcome || block.BranchValue is not { } condition)
            {
                return state;
            }

            return BranchFacts.WithoutNot(condition, outcome) switch
            {
                (IPropertyReferenceOperation asked, true) when MayAskToken(asked) => State.Cancelled | (state & ~State.Unset),
                (IFieldReferenceOperation { Field: var flag, Instance: IInstanceReferenceOperation }, true) when IsNeverTakenBack(flag) => State.Flagged | (state & ~State.Unset),
                _ => state,
            };
        }

        /// <summary>Whether a property tests a token that isn't of this call only, or returns such a test: <c>IsGone => _gone || _token.IsCancellationRequested</c>.</summary>
        private bool MayAskToken(IPropertyReferenceOperation asked) =>
            LoopShapes.AsksToken(asked, model) ? !IsOfThisCall(asked)
            : ObjectResolver.IsOwn(asked) && asked.Property is { IsVirtual: false, IsOverride: false } property && VariableValues.GivenBy(property) is { } given && MayAskToken(model.OperationAt(given));

        private bool MayAskToken(IOperation? test) => test?.Unwrap() switch
        {
            IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } either => MayAskToken(either.LeftOperand) || MayAskToken(either.RightOperand),
            IPropertyReferenceOperation asked => LoopShapes.AsksToken(asked, model),
            _ => false,
        };

        /// <summary>Whether a token is a parameter of the setter, so that each call of the setter passes a token of its own.</summary>
        private bool IsOfThisCall(IPropertyReferenceOperation asked) =>
            setter.MethodKind != MethodKind.AnonymousFunction
            && asked.Instance is IParameterReferenceOperation { Parameter.ContainingSymbol: var function }
            && KnownSymbols.Same(function, setter);

        private static bool IsInHandler(BasicBlock block)
        {
            for (ControlFlowRegion? region = block.EnclosingRegion; region is not null; region = region.EnclosingRegion)
            {
                if (region.Kind == ControlFlowRegionKind.Catch)
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>Whether a private flag is only ever set to true, and never by the setter itself.</summary>
        private bool IsNeverTakenBack(IFieldSymbol flag)
        {
            if (flag is not { Type.SpecialType: SpecialType.System_Boolean, DeclaredAccessibility: Accessibility.Private } || model.Values.Of(flag) is not { Count: > 0 } values)
            {
                return false;
            }

            foreach (ExpressionSyntax value in values)
            {
                if (!value.IsKind(SyntaxKind.TrueLiteralExpression)
                    || model.SemanticModelOf(value.SyntaxTree)?.GetEnclosingSymbol(value.SpanStart) is { } writer && KnownSymbols.Same(writer, setter))
                {
                    return false;
                }
            }

            return true;
        }
    }
}
