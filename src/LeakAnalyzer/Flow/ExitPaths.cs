using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Flow;

/// <summary>
/// Asks whether some path from a point to the exit of its function, exceptions included, passes no barrier.
/// An exception thrown by a <c>finally</c> block itself is not followed.
/// </summary>
internal sealed class ExitPaths
{
    private readonly ControlFlowGraph _graph;
    private readonly Func<IOperation, bool> _isBarrier;
    private readonly Dictionary<ControlFlowRegion, bool> _passable = [];

    private ExitPaths(ControlFlowGraph graph, Func<IOperation, bool> isBarrier)
    {
        _graph = graph;
        _isBarrier = isBarrier;
    }

    /// <summary>Whether the function can be left from <paramref name="start"/> on a path without an operation that <paramref name="isBarrier"/> accepts.</summary>
    public static bool AnyWithout(ControlFlowGraph graph, FlowPoint start, Func<IOperation, bool> isBarrier) =>
        new Search(new ExitPaths(graph, isBarrier), within: null).ReachesEnd(start);

    /// <summary>Whether some path runs through a <c>finally</c> region from its first block to its end without a barrier.</summary>
    private bool IsPassable(ControlFlowRegion region)
    {
        if (!_passable.TryGetValue(region, out bool passable))
        {
            _passable.Add(region, true); // a region that is asked for while it is searched
            passable = new Search(this, within: region).ReachesEnd(new FlowPoint(_graph.Blocks[region.FirstBlockOrdinal], 0));
            _passable[region] = passable;
        }

        return passable;
    }

    /// <summary>One search: through the whole function, or through one <c>finally</c> region.</summary>
    private sealed class Search(ExitPaths paths, ControlFlowRegion? within)
    {
        private readonly Stack<FlowPoint> _pending = new();
        private readonly HashSet<int> _entered = [];
        private bool _found;

        public bool ReachesEnd(FlowPoint start)
        {
            _pending.Push(start);
            while (!_found && _pending.Count > 0)
            {
                Run(_pending.Pop());
            }

            return _found;
        }

        private void Run(FlowPoint point)
        {
            BasicBlock block = point.Block;
            int count = FlowPoint.OperationCount(block);
            for (int i = point.Index; i < count; i++)
            {
                bool throws = false;
                foreach (IOperation operation in FlowPoint.OperationAt(block, i).DescendantsAndSelf())
                {
                    if (paths._isBarrier(operation))
                    {
                        return;
                    }

                    throws |= CanThrow(operation);
                }

                if (throws)
                {
                    Raise(block);
                }
            }

            Follow(block, block.ConditionalSuccessor);
            Follow(block, block.FallThroughSuccessor);
        }

        private void Follow(BasicBlock block, ControlFlowBranch? branch)
        {
            switch (branch?.Semantics)
            {
                case ControlFlowBranchSemantics.Regular or ControlFlowBranchSemantics.Return:
                    foreach (ControlFlowRegion region in branch.FinallyRegions)
                    {
                        if (!paths.IsPassable(region))
                        {
                            return;
                        }
                    }

                    Enter(branch.Destination);
                    break;

                case ControlFlowBranchSemantics.Throw or ControlFlowBranchSemantics.Rethrow:
                    Raise(block);
                    break;

                case ControlFlowBranchSemantics.StructuredExceptionHandling:
                    _found |= within is not null && block.EnclosingRegion.Kind == ControlFlowRegionKind.Finally;
                    break;
            }
        }

        private void Enter(BasicBlock? block)
        {
            if (block is not { IsReachable: true })
            {
                return;
            }

            if (block.Kind == BasicBlockKind.Exit)
            {
                _found = true;
            }
            else if (_entered.Add(block.Ordinal))
            {
                _pending.Push(new FlowPoint(block, 0));
            }
        }

        /// <summary>Follows an exception from a block outwards: into the handlers that may take it, through the finally blocks on its way.</summary>
        private void Raise(BasicBlock block)
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
                        case ControlFlowRegionKind.Finally when !paths.IsPassable(handler):
                            return;

                        case ControlFlowRegionKind.Catch or ControlFlowRegionKind.FilterAndHandler:
                            Enter(paths._graph.Blocks[handler.FirstBlockOrdinal]);
                            if (TakesEverything(handler))
                            {
                                return;
                            }

                            break;
                    }
                }
            }

            _found = true;
        }

        private static bool TakesEverything(ControlFlowRegion handler) =>
            handler.Kind == ControlFlowRegionKind.Catch
            && handler.ExceptionType is null or { SpecialType: SpecialType.System_Object }
                or { Name: nameof(Exception), ContainingNamespace: { Name: nameof(System), ContainingNamespace.IsGlobalNamespace: true } };

        private static bool CanThrow(IOperation operation) =>
            operation is IInvocationOperation or IAwaitOperation or IObjectCreationOperation or IDynamicInvocationOperation;
    }
}
