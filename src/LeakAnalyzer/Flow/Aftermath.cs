using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Flow;

/// <summary>Tells whether a function still does something that takes time, such as a loop or an <c>await</c>, after a given point in it.</summary>
internal static class Aftermath
{
    /// <summary>
    /// Whether a loop, or an operation that takes time, is reachable from <paramref name="start"/>, also on the paths of exceptions. A loop around
    /// <paramref name="start"/> counts only if it contains such an operation, or a further loop.
    /// </summary>
    public static bool GoesOn(FlowPoint start, GraphIndex index, Func<IOperation, bool> mayThrow)
    {
        ControlFlowGraph graph = index.Graph;
        // The state of each block. 0: not entered; 1: on the path that is being searched; 2: searched completely.
        byte[] state = new byte[graph.Blocks.Length];
        var path = new Stack<(BasicBlock Block, IEnumerator<BasicBlock> Successors)>();
        if (index.TakesTimeAfter(start))
        {
            return true;
        }

        path.Push((start.Block, Successors(start, graph, mayThrow).GetEnumerator()));
        while (path.Count > 0)
        {
            (BasicBlock block, IEnumerator<BasicBlock> successors) = path.Peek();
            if (!successors.MoveNext())
            {
                state[block.Ordinal] = 2;
                path.Pop();
                continue;
            }

            BasicBlock next = successors.Current;
            if (next == start.Block)
            {
                if (index.TakesTimeAfter(new FlowPoint(next, 0)))
                {
                    return true;
                }
            }
            else if (state[next.Ordinal] == 1)
            {
                return true;
            }
            else if (state[next.Ordinal] == 0)
            {
                if (index.TakesTimeAfter(new FlowPoint(next, 0)))
                {
                    return true;
                }

                state[next.Ordinal] = 1;
                path.Push((next, Successors(new FlowPoint(next, 0), graph, mayThrow).GetEnumerator()));
            }
        }

        return false;
    }

    private static bool AnyOperation(FlowPoint from, Func<IOperation, bool> accepts)
    {
        int count = FlowPoint.OperationCount(from.Block);
        for (int i = from.Index; i < count; i++)
        {
            foreach (IOperation operation in FlowPoint.OperationAt(from.Block, i).DescendantsAndSelf())
            {
                if (accepts(operation))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static IEnumerable<BasicBlock> Successors(FlowPoint from, ControlFlowGraph graph, Func<IOperation, bool> mayThrow) =>
        ExceptionEdges.Throws(from.Block) || from.Block.EnclosingRegion.Kind != ControlFlowRegionKind.Root && AnyOperation(from, mayThrow)
            ? ExceptionEdges.Successors(from.Block, graph).Concat(ExceptionEdges.Handlers(from.Block, graph))
            : ExceptionEdges.Successors(from.Block, graph);
}
