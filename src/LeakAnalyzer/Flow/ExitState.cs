using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Flow;

/// <summary>
/// A flow analysis: follows a state on all paths from a point in a function to its exit. Exceptions inside a <c>finally</c> block aren't followed.
/// </summary>
internal sealed class ExitState<TState>
    where TState : struct
{
    private readonly ControlFlowGraph _graph;
    private readonly IFlowStates<TState> _states;
    private readonly Dictionary<(ControlFlowRegion Region, TState State), TState?> _throughFinally = [];
    private readonly Action<SyntaxNode?, TState>? _atExit;

    private ExitState(ControlFlowGraph graph, IFlowStates<TState> states, Action<SyntaxNode?, TState>? atExit)
    {
        _graph = graph;
        _states = states;
        _atExit = atExit;
    }

    /// <summary>Computes the state at the function's exit; null if no path leads there.</summary>
    /// <param name="graph">The function's graph.</param>
    /// <param name="start">Where the analysis begins.</param>
    /// <param name="initial">The state at <paramref name="start"/>.</param>
    /// <param name="states">Merges the states, and tells how operations change them.</param>
    /// <param name="atExit">
    /// Called wherever control leaves the function, with the state there. The node is the returned or thrown value, or the operation that throws; null at the
    /// function's end.
    /// </param>
    public static TState? Of(ControlFlowGraph graph, FlowPoint start, TState initial, IFlowStates<TState> states, Action<SyntaxNode?, TState>? atExit = null) =>
        new Walk(new ExitState<TState>(graph, states, atExit), within: null).ToEnd(start, initial);

    /// <summary>Computes the state after a <c>finally</c> region; null if control never reaches the region's end.</summary>
    private TState? ThroughFinally(ControlFlowRegion region, TState state)
    {
        if (!_throughFinally.TryGetValue((region, state), out TState? after))
        {
            _throughFinally.Add((region, state), state); // the state that is used if the walk through the region comes to the same region again
            after = ExceptionEdges.FirstBlockOf(region, _graph) is { } first ? new Walk(this, within: region).ToEnd(new FlowPoint(first, 0), state) : state;
            _throughFinally[(region, state)] = after;
        }

        return after;
    }

    /// <summary>One pass of the analysis, through the whole function or only through the <c>finally</c> region <paramref name="within"/>.</summary>
    private sealed class Walk(ExitState<TState> analysis, ControlFlowRegion? within)
    {
        private readonly Stack<(FlowPoint Point, TState State)> _pending = new();
        private readonly Dictionary<int, TState> _entered = [];
        private TState? _atEnd;

        public TState? ToEnd(FlowPoint start, TState initial)
        {
            _pending.Push((start, initial));
            while (_pending.Count > 0)
            {
                (FlowPoint point, TState state) = _pending.Pop();
                Run(point, state);
            }

            return _atEnd;
        }

        private void Run(FlowPoint point, TState state)
        {
            BasicBlock block = point.Block;
            int count = FlowPoint.OperationCount(block);
            for (int i = point.Index; i < count; i++)
            {
                bool throws = false;
                TState thrown = state;
                IOperation operation = FlowPoint.OperationAt(block, i);
                Evaluate(operation, ref state, ref thrown, ref throws);
                if (throws)
                {
                    Raise(block, thrown, operation.Syntax);
                }
            }

            Follow(block, block.ConditionalSuccessor, state);
            Follow(block, block.FallThroughSuccessor, state);
        }

        /// <summary>Changes the state by an operation after the operations inside it: in <c>Open().Dispose()</c>, the disposal comes last.</summary>
        private void Evaluate(IOperation operation, ref TState state, ref TState thrown, ref bool throws)
        {
            foreach (IOperation part in operation.ChildOperations)
            {
                Evaluate(part, ref state, ref thrown, ref throws);
            }

            state = analysis._states.After(operation, state);
            thrown = analysis._states.AfterThrow(operation, thrown);
            throws |= analysis._states.MayThrow(operation);
        }

        private void Follow(BasicBlock block, ControlFlowBranch? branch, TState state)
        {
            switch (branch?.Semantics)
            {
                case ControlFlowBranchSemantics.Regular or ControlFlowBranchSemantics.Return:
                    state = analysis._states.Along(block, branch, state);
                    foreach (ControlFlowRegion region in branch.FinallyRegions)
                    {
                        if (analysis.ThroughFinally(region, state) is not { } after)
                        {
                            return;
                        }

                        state = after;
                    }

                    Enter(branch.Destination, state, branch.Semantics == ControlFlowBranchSemantics.Return ? block.BranchValue?.Syntax : null);
                    break;

                case ControlFlowBranchSemantics.Throw or ControlFlowBranchSemantics.Rethrow:
                    Raise(block, state, block.BranchValue?.Syntax);
                    break;

                case ControlFlowBranchSemantics.StructuredExceptionHandling when within is not null && block.EnclosingRegion.Kind == ControlFlowRegionKind.Finally:
                    End(state);
                    break;
            }
        }

        private void Enter(BasicBlock? block, TState state, SyntaxNode? from)
        {
            if (block is not { IsReachable: true })
            {
                return;
            }

            if (block.Kind == BasicBlockKind.Exit)
            {
                End(state);
                analysis._atExit?.Invoke(from, state);
                return;
            }

            bool isKnown = _entered.TryGetValue(block.Ordinal, out TState before);
            TState merged = isKnown ? analysis._states.Merge(before, state) : state;
            if (!isKnown || !merged.Equals(before))
            {
                _entered[block.Ordinal] = merged;
                _pending.Push((new FlowPoint(block, 0), merged));
            }
        }

        private void End(TState state) => _atEnd = _atEnd is { } before ? analysis._states.Merge(before, state) : state;

        /// <summary>Follows an exception from a block into each handler that may catch it, and through the <c>finally</c> regions on its way.</summary>
        private void Raise(BasicBlock block, TState state, SyntaxNode? from)
        {
            if (within is not null)
            {
                return;
            }

            for (ControlFlowRegion? region = block.EnclosingRegion; region is not null; region = region.EnclosingRegion)
            {
                if (region.Kind != ControlFlowRegionKind.Try || region.EnclosingRegion is not { } statement)
                {
                    continue;
                }

                foreach (ControlFlowRegion handler in statement.NestedRegions)
                {
                    switch (handler.Kind)
                    {
                        case ControlFlowRegionKind.Finally:
                            if (analysis.ThroughFinally(handler, state) is not { } after)
                            {
                                return;
                            }

                            state = after;
                            break;

                        case ControlFlowRegionKind.Catch or ControlFlowRegionKind.FilterAndHandler:
                            Enter(ExceptionEdges.FirstBlockOf(handler, analysis._graph), state, from: null);
                            if (ExceptionEdges.TakesEverything(handler))
                            {
                                return;
                            }

                            if (handler is { Kind: ControlFlowRegionKind.Catch, ExceptionType: { } taken })
                            {
                                state = analysis._states.PastHandler(taken, state);
                            }

                            break;
                    }
                }
            }

            End(state);
            analysis._atExit?.Invoke(from, state);
        }
    }
}
