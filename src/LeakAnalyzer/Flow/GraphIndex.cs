using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Flow;

/// <summary>Looks up points in a control flow graph. It is built once for each graph: each search would cost as much as the function is long.</summary>
internal sealed class GraphIndex
{
    private readonly Lazy<Dictionary<SyntaxNode, FlowPoint>> _after;
    private readonly Lazy<int[]> _lastTimed;

    /// <summary>Creates the index of a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="takesTime">Whether an operation takes time, such as an <c>await</c>.</param>
    public GraphIndex(ControlFlowGraph graph, Func<IOperation, bool> takesTime)
    {
        Graph = graph;
        _after = new(() => PlacesAfter(graph));
        _lastTimed = new(() => LastTimed(graph, takesTime));
    }

    public ControlFlowGraph Graph { get; }

    /// <summary>Gets the point right after the operation of a node; null if the graph has no operation of that node.</summary>
    public FlowPoint? After(SyntaxNode node) => _after.Value.TryGetValue(node, out FlowPoint point) ? point : null;

    /// <summary>Whether an operation that takes time follows a point in the same block.</summary>
    public bool TakesTimeAfter(FlowPoint point) => _lastTimed.Value[point.Block.Ordinal] >= point.Index;

    private static Dictionary<SyntaxNode, FlowPoint> PlacesAfter(ControlFlowGraph graph)
    {
        var places = new Dictionary<SyntaxNode, FlowPoint>();
        foreach (BasicBlock block in graph.Blocks)
        {
            int count = FlowPoint.OperationCount(block);
            for (int i = 0; i < count; i++)
            {
                foreach (IOperation operation in FlowPoint.OperationAt(block, i).DescendantsAndSelf())
                {
                    if (!places.ContainsKey(operation.Syntax))
                    {
                        places.Add(operation.Syntax, new FlowPoint(block, i + 1));
                    }
                }
            }
        }

        return places;
    }

    /// <summary>Gets, for each block, the number of its last operation that takes time; -1 if it has none.</summary>
    private static int[] LastTimed(ControlFlowGraph graph, Func<IOperation, bool> takesTime)
    {
        int[] last = new int[graph.Blocks.Length];
        foreach (BasicBlock block in graph.Blocks)
        {
            int i = FlowPoint.OperationCount(block) - 1;
            while (i >= 0 && !FlowPoint.OperationAt(block, i).DescendantsAndSelf().Any(takesTime))
            {
                i--;
            }

            last[block.Ordinal] = i;
        }

        return last;
    }
}
