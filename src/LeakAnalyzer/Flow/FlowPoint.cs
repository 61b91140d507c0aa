using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Flow;

/// <summary>A place in a control flow graph: before the operation number <paramref name="Index"/> of a block, its branch value counted last.</summary>
internal readonly record struct FlowPoint(BasicBlock Block, int Index)
{
    /// <summary>The place right after the operation that stands for a node; null where the graph has no such operation.</summary>
    public static FlowPoint? After(SyntaxNode node, ControlFlowGraph graph)
    {
        foreach (BasicBlock block in graph.Blocks)
        {
            int count = OperationCount(block);
            for (int i = 0; i < count; i++)
            {
                foreach (IOperation operation in OperationAt(block, i).DescendantsAndSelf())
                {
                    if (operation.Syntax == node)
                    {
                        return new FlowPoint(block, i + 1);
                    }
                }
            }
        }

        return null;
    }

    /// <summary>How many operations a block has, its branch value included.</summary>
    public static int OperationCount(BasicBlock block) => block.Operations.Length + (block.BranchValue is null ? 0 : 1);

    /// <summary>An operation of a block; the branch value is the last.</summary>
    public static IOperation OperationAt(BasicBlock block, int index) =>
        index < block.Operations.Length ? block.Operations[index] : block.BranchValue!;
}

/// <summary>Finds the graph of a function that is nested in another.</summary>
internal static class NestedGraphs
{
    /// <summary>The graph of the local function or lambda at a node, searched in and below <paramref name="graph"/>; null where there is none.</summary>
    public static ControlFlowGraph? Find(SyntaxNode function, ControlFlowGraph graph)
    {
        foreach (IMethodSymbol local in graph.LocalFunctions)
        {
            if (local.DeclaringSyntaxReferences is [var reference, ..] && Contains(reference.SyntaxTree, reference.Span, function))
            {
                ControlFlowGraph nested = graph.GetLocalFunctionControlFlowGraph(local);
                return reference.Span == function.Span ? nested : Find(function, nested);
            }
        }

        foreach (BasicBlock block in graph.Blocks)
        {
            int count = FlowPoint.OperationCount(block);
            for (int i = 0; i < count; i++)
            {
                foreach (IOperation operation in FlowPoint.OperationAt(block, i).DescendantsAndSelf())
                {
                    if (operation is IFlowAnonymousFunctionOperation lambda
                        && Contains(lambda.Syntax.SyntaxTree, lambda.Syntax.Span, function))
                    {
                        ControlFlowGraph nested = graph.GetAnonymousFunctionControlFlowGraph(lambda);
                        return lambda.Syntax == function ? nested : Find(function, nested);
                    }
                }
            }
        }

        return null;
    }

    private static bool Contains(SyntaxTree tree, Microsoft.CodeAnalysis.Text.TextSpan span, SyntaxNode node) =>
        tree == node.SyntaxTree && span.Contains(node.Span);
}
