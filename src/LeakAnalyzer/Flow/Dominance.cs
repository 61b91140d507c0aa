using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Flow;

/// <summary>Tells whether one operation of a function dominates another, which means that it is on every path to the other.</summary>
internal static class Dominance
{
    /// <summary>
    /// Whether each path to <paramref name="then"/>, the paths of exceptions included, passes <paramref name="first"/>. A path that leaves
    /// <paramref name="first"/> by an exception has passed it.
    /// </summary>
    /// <param name="graph">The function's graph.</param>
    /// <param name="first">The node of the operation that may dominate. A path passes a loop as soon as it comes to any operation in the loop.</param>
    /// <param name="then">The node of the operation that may be dominated.</param>
    /// <param name="mayThrow">Tells whether an operation may throw.</param>
    public static bool Dominates(ControlFlowGraph graph, SyntaxNode first, SyntaxNode then, Func<IOperation, bool> mayThrow)
    {
        bool isLoop = first is StatementSyntax;
        var entered = new HashSet<int> { 0 };
        var pending = new Stack<BasicBlock>();
        pending.Push(graph.Blocks[0]);
        bool isFound = false;
        while (pending.Count > 0)
        {
            BasicBlock block = pending.Pop();
            bool throws = ExceptionEdges.Throws(block);
            bool isPassed = false;
            int count = FlowPoint.OperationCount(block);
            for (int i = 0; i < count && !isPassed; i++)
            {
                IOperation whole = FlowPoint.OperationAt(block, i);
                bool isReached = false;
                foreach (IOperation operation in whole.DescendantsAndSelf())
                {
                    isPassed |= operation.Syntax == first || isLoop && first.Span.Contains(operation.Syntax.Span);
                    isReached |= operation.Syntax == then;

                    // An operation around that of `first` comes earlier in this loop, but is executed later: when it throws, the path has passed `first`.
                    throws |= !isPassed && !operation.Syntax.Span.Contains(first.Span) && mayThrow(operation);
                }

                isFound |= isPassed;
                if (isReached && !(isPassed && then.Span.Contains(first.Span) && then != first))
                {
                    return false;
                }
            }

            foreach (BasicBlock next in isPassed ? [] : ExceptionEdges.Successors(block, graph))
            {
                Enter(next);
            }

            foreach (BasicBlock next in throws ? ExceptionEdges.Handlers(block, graph) : [])
            {
                Enter(next);
            }
        }

        return isFound;

        void Enter(BasicBlock next)
        {
            if (next.IsReachable && entered.Add(next.Ordinal))
            {
                pending.Push(next);
            }
        }
    }
}
