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

/// <summary>What has happened on the paths that haven't set the promise (a <c>TaskCompletionSource</c>). The values can be combined.</summary>
[Flags]
internal enum PromiseState
{
    Set = 0,
    Unset = 1,
    Thrown = 2,
    Swallowed = 4,
    Cancelled = 8,
    Flagged = 16,
}

/// <summary>Tells why a path through the only function that sets a promise (a <c>TaskCompletionSource</c>) leaves it unset.</summary>
internal sealed class PromisePaths(List<SyntaxNode> acts, IMethodSymbol setter, HashSet<BasicBlock> beforeActs, LeakModel model) : IFlowStates<PromiseState>
{
    /// <summary>Tells why some path through a function never sets a promise.</summary>
    /// <param name="function">The function's declaration.</param>
    /// <param name="setter">The symbol of the function.</param>
    /// <param name="acts">The calls in the function that set the promise, themselves or in a helper.</param>
    /// <param name="runsOnce">Whether the function runs only once for each promise.</param>
    /// <param name="model">The compilation's model.</param>
    public static Unset WhyUnset(SyntaxNode function, IMethodSymbol setter, List<SyntaxNode> acts, bool runsOnce, LeakModel model)
    {
        if (model.OperationAt(acts[0]) is not { } act || model.Bodies.GraphOf(function, act) is not { } graph)
        {
            return Unset.Never;
        }

        var flow = new PromisePaths(acts, setter, BlocksBefore(acts, graph), model);
        PromiseState atExit = ExitState<PromiseState>.Of(graph, new FlowPoint(graph.Blocks[0], 0), PromiseState.Unset, flow) ?? PromiseState.Set;
        return (atExit & PromiseState.Swallowed) != 0 ? Unset.ByException
            : (atExit & PromiseState.Cancelled) != 0 ? Unset.ByToken
            : (atExit & PromiseState.Flagged) != 0 ? Unset.ByFlag
            : runsOnce && (atExit & PromiseState.Unset) != 0 ? Unset.ByPath
            : Unset.Never;
    }

    /// <summary>Finds the blocks from which control may reach a call that sets the promise.</summary>
    private static HashSet<BasicBlock> BlocksBefore(List<SyntaxNode> acts, ControlFlowGraph graph)
    {
        var before = new HashSet<BasicBlock>();
        var pending = new Stack<BasicBlock>(graph.Blocks.Where(block => HoldsAct(block, acts)));
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

    public PromiseState Merge(PromiseState one, PromiseState other) => one | other;

    public PromiseState After(IOperation operation, PromiseState state) => acts.Contains(operation.Syntax) ? PromiseState.Set : state;

    public bool MayThrow(IOperation operation) => !acts.Contains(operation.Syntax) && Throwing.MayThrow(operation, model);

    // Arguments are evaluated before the call. If one has thrown, the call isn't made, and the promise stays unset.
    public PromiseState AfterThrow(IOperation operation, PromiseState state) =>
        state == PromiseState.Set || acts.Contains(operation.Syntax) && (state & PromiseState.Thrown) == 0 ? PromiseState.Set : MayThrow(operation) ? PromiseState.Thrown : state;

    public PromiseState PastHandler(ITypeSymbol exceptionType, PromiseState state) => state;

    public PromiseState Along(BasicBlock block, ControlFlowBranch branch, PromiseState state)
    {
        if (state == PromiseState.Set)
        {
            return state;
        }

        if ((state & PromiseState.Thrown) != 0 && IsInHandler(block))
        {
            state = (state & ~PromiseState.Thrown) | PromiseState.Swallowed;
        }

        // If a later condition, such as a countdown, still decides whether the promise is set, the caught exception isn't the reason why it isn't.
        if ((state & PromiseState.Swallowed) != 0 && block.ConditionKind != ControlFlowConditionKind.None && beforeActs.Contains(block))
        {
            state = (state & ~PromiseState.Swallowed) | PromiseState.Unset;
        }

        if (BranchFacts.Outcome(block, branch) is not { } outcome || block.BranchValue is not { } condition)
        {
            return state;
        }

        if (!beforeActs.Contains(block) || branch.Destination is { } next && (beforeActs.Contains(next) || HoldsAct(next, acts)))
        {
            return state; // the condition isn't the reason: the promise can still be set on this branch, or couldn't be set before the condition either
        }

        return BranchFacts.WithoutNot(condition, outcome) switch
        {
            (IPropertyReferenceOperation asked, true) when MayAskToken(asked) => PromiseState.Cancelled | (state & ~PromiseState.Unset),
            (IFieldReferenceOperation { Field: var flag, Instance: IInstanceReferenceOperation }, true) when IsNeverTakenBack(flag) => PromiseState.Flagged | (state & ~PromiseState.Unset),
            _ => state,
        };
    }

    private static bool HoldsAct(BasicBlock block, List<SyntaxNode> acts) =>
        block.Operations.Concat(block.BranchValue is { } value ? [value] : []).Any(operation => acts.Exists(act => operation.Syntax.Span.Contains(act.Span)));

    /// <summary>
    /// Whether a property tests a token that isn't a parameter of this function, itself or as in <c>IsGone => _gone ||
    /// _token.IsCancellationRequested</c>.
    /// </summary>
    private bool MayAskToken(IPropertyReferenceOperation asked) =>
        LoopShapes.AsksToken(asked, model) ? !IsOfThisCall(asked)
        : ObjectResolver.IsOwn(asked) && asked.Property is { IsVirtual: false, IsOverride: false } property && VariableValues.GivenBy(property) is { } given && MayAskToken(model.OperationAt(given));

    private bool MayAskToken(IOperation? test) => test?.Unwrap() switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } either => MayAskToken(either.LeftOperand) || MayAskToken(either.RightOperand),
        IPropertyReferenceOperation asked => LoopShapes.AsksToken(asked, model),
        _ => false,
    };

    /// <summary>Whether the tested token is a parameter of the function, so that each call has its own token.</summary>
    private bool IsOfThisCall(IPropertyReferenceOperation asked) =>
        setter.MethodKind != MethodKind.AnonymousFunction
        && asked.Instance is IParameterReferenceOperation { Parameter: var parameter }
        && ExtensionBlocks.HasParameter(setter, parameter);

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

    /// <summary>Whether a private flag is only ever set to true, and not by the function itself.</summary>
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
