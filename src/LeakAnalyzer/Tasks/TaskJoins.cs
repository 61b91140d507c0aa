using LeakAnalyzer.Flow;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tasks;

/// <summary>The joins of a task that a member holds, in what the member's type does when it is disposed or stopped.</summary>
/// <param name="keeper">The member that holds the task.</param>
/// <param name="targetOf">Gets the method that a call runs; null if it can't be seen.</param>
/// <param name="model">The compilation's model.</param>
internal sealed class TaskJoins(ISymbol keeper, Func<IInvocationOperation, IMethodSymbol?> targetOf, LeakModel model)
{
    private readonly Dictionary<SyntaxNode, bool> _onEachPath = [];

    /// <summary>Whether an operation refers to the task, and the code around it joins the task.</summary>
    public bool IsJoin(IOperation operation) => IsKept(operation) && TaskUses.IsJoined(operation, model);

    /// <summary>Whether an expression is the member that holds the task, or a local with the member's value.</summary>
    private bool IsKept(IOperation operation) => operation switch
    {
        IMemberReferenceOperation reference => KnownSymbols.Same(reference.Member.OriginalDefinition, keeper),
        ILocalReferenceOperation { Local: var local } => model.Symbols.IsTask(local.Type)
            && model.Values.Only(local) is { } only && model.OperationAt(only)?.Unwrap() is IMemberReferenceOperation kept && KnownSymbols.Same(kept.Member.OriginalDefinition, keeper),
        _ => false,
    };

    /// <summary>Whether the wait for a task gives up after a time or when a token is cancelled.</summary>
    public bool GivesUp(IOperation task)
    {
        for (IOperation? current = task; current is not null and not IExpressionStatementOperation; current = current.Parent)
        {
            if (current is IInvocationOperation call && (Operations.HasTimeout(call, model) || model.Calls.Of(call) is { GivesUp: true }))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether each path to a node first joins the task by a join that doesn't give up.</summary>
    public bool ComeBefore(SyntaxNode node, Work work)
    {
        if (SyntaxQueries.EnclosingFunction(node) != work.Syntax || JoinsIn(work, throughCalls: true) is not { Count: > 0 } joins || model.Bodies.GraphOf(work) is not { } graph)
        {
            return false;
        }

        var flow = new BeforeJoin(node, joins, keeper, model);
        ExitState<bool>.Of(graph, new FlowPoint(graph.Blocks[0], 0), initial: true, flow);
        return flow.IsPassed && !flow.IsReached;
    }

    /// <summary>
    /// Finds where a function joins the task without giving up, itself or, if <paramref name="throughCalls"/>, by calls of methods on <c>this</c>.
    /// </summary>
    private HashSet<SyntaxNode> JoinsIn(Work work, bool throughCalls)
    {
        var joins = new HashSet<SyntaxNode>();
        bool mentions = SymbolUses.MayMention(work.Syntax, [keeper.Name]);
        if (!mentions && !throughCalls)
        {
            return joins;
        }

        foreach (IOperation operation in work.Body.OwnOperations())
        {
            switch (operation)
            {
                case IMemberReferenceOperation or ILocalReferenceOperation when mentions && IsJoin(operation) && !GivesUp(operation):
                case IInvocationOperation { Instance: IInstanceReferenceOperation } call when throughCalls && JoinsOnEachPath(call):
                    joins.Add(operation.Syntax);
                    break;
            }
        }

        return joins;
    }

    /// <summary>Whether the called method joins the task on each path, and the call waits for that without a time limit.</summary>
    private bool JoinsOnEachPath(IInvocationOperation call)
    {
        if (targetOf(call) is not { DeclaringSyntaxReferences: [var reference, ..] } target
            || !SymbolUses.MayMention(reference.GetSyntax(), [keeper.Name])
            || model.Symbols.IsTask(call.Type) && (!TaskUses.IsAwaited(call, model) || GivesUp(call)))
        {
            return false;
        }

        if (!_onEachPath.TryGetValue(reference.GetSyntax(), out bool joins))
        {
            joins = model.Bodies.OfMethod(target) is { } work
                && JoinsIn(work, throughCalls: false) is { Count: > 0 } own
                && model.Bodies.GraphOf(work) is { } graph
                && ExitState<bool>.Of(graph, new FlowPoint(graph.Blocks[0], 0), initial: true, new BeforeJoin(node: null, own, keeper, model)) is not true;
            _onEachPath.Add(reference.GetSyntax(), joins);
        }

        return joins;
    }

    /// <summary>
    /// Finds out whether a path reaches a node without having joined the task. The state is true until the task is joined or known to be null.
    /// </summary>
    private sealed class BeforeJoin(SyntaxNode? node, HashSet<SyntaxNode> joins, ISymbol keeper, LeakModel model) : IFlowStates<bool>
    {
        /// <summary>Whether some path reaches the node without having joined the task.</summary>
        public bool IsReached { get; private set; }

        /// <summary>Whether some path reaches the node at all.</summary>
        public bool IsPassed { get; private set; }

        public bool Merge(bool one, bool other) => one || other;

        public bool After(IOperation operation, bool state)
        {
            if (operation.Syntax == node)
            {
                IsPassed = true;
                IsReached |= state;
            }

            return state && !joins.Contains(operation.Syntax);
        }

        public bool MayThrow(IOperation operation) => Throwing.MayThrow(operation, model);

        public bool AfterThrow(IOperation operation, bool state) => state && !joins.Contains(operation.Syntax);

        public bool PastHandler(ITypeSymbol exceptionType, bool state) => state;

        public bool Along(BasicBlock block, ControlFlowBranch branch, bool state) =>
            state && !(BranchFacts.Outcome(block, branch) is { } outcome && block.BranchValue is { } condition && BranchFacts.MeansNull(condition, outcome, keeper));
    }
}
