using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Flow;

/// <summary>
/// A point in a control flow graph: right before an operation of a block. The block's branch value, such as its condition, counts as its last operation.
/// </summary>
internal readonly record struct FlowPoint(BasicBlock Block, int Index)
{
    /// <summary>Gets how many operations a block has. The block's branch value, such as its condition, counts as one.</summary>
    public static int OperationCount(BasicBlock block) => block.Operations.Length + (block.BranchValue is null ? 0 : 1);

    /// <summary>Gets an operation of a block by its number. The block's branch value has the last number.</summary>
    public static IOperation OperationAt(BasicBlock block, int index) =>
        index < block.Operations.Length ? block.Operations[index] : block.BranchValue!;
}

/// <summary>Finds the control flow graph of a local function or lambda in the graph of the function that contains it.</summary>
internal static class NestedGraphs
{
    /// <summary>Gets the graph of a local function or lambda from <paramref name="graph"/> and the graphs nested in it; null if it isn't there.</summary>
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
