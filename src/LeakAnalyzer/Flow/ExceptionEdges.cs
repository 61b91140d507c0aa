using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace LeakAnalyzer.Flow;

/// <summary>Where control goes from a block: along its branches, through the <c>finally</c> blocks on their way, and by an exception into the handlers around it.</summary>
internal static class ExceptionEdges
{
    /// <summary>The blocks that the branches of a block lead to.</summary>
    public static IEnumerable<BasicBlock> Successors(BasicBlock block, ControlFlowGraph graph)
    {
        foreach (BasicBlock successor in Along(block.ConditionalSuccessor, graph))
        {
            yield return successor;
        }

        foreach (BasicBlock successor in Along(block.FallThroughSuccessor, graph))
        {
            yield return successor;
        }
    }

    /// <summary>Whether a branch of a block throws.</summary>
    public static bool Throws(BasicBlock block) =>
        IsThrow(block.ConditionalSuccessor) || IsThrow(block.FallThroughSuccessor);

    /// <summary>The handlers that may catch an exception thrown in a block, and the <c>finally</c> blocks that it passes.</summary>
    public static IEnumerable<BasicBlock> Handlers(BasicBlock block, ControlFlowGraph graph)
    {
        for (ControlFlowRegion? region = block.EnclosingRegion; region is not null; region = region.EnclosingRegion)
        {
            if (region.Kind != ControlFlowRegionKind.Try || region.EnclosingRegion is not { } statement)
            {
                continue;
            }

            foreach (ControlFlowRegion handler in statement.NestedRegions)
            {
                if (handler.Kind is ControlFlowRegionKind.Finally or ControlFlowRegionKind.Catch or ControlFlowRegionKind.FilterAndHandler
                    && FirstBlockOf(handler, graph) is { } first)
                {
                    yield return first;
                    if (TakesEverything(handler))
                    {
                        yield break;
                    }
                }
            }
        }
    }

    /// <summary>Whether a handler catches every exception.</summary>
    public static bool TakesEverything(ControlFlowRegion handler) =>
        handler.Kind == ControlFlowRegionKind.Catch
        && (handler.ExceptionType is null or { SpecialType: SpecialType.System_Object } || KnownSymbols.IsException(handler.ExceptionType));

    /// <summary>The first block of a region; null in code with errors, whose graph may lack blocks of its regions.</summary>
    public static BasicBlock? FirstBlockOf(ControlFlowRegion region, ControlFlowGraph graph) =>
        region.FirstBlockOrdinal >= 0 && region.FirstBlockOrdinal < graph.Blocks.Length ? graph.Blocks[region.FirstBlockOrdinal] : null;

    private static bool IsThrow(ControlFlowBranch? branch) => branch?.Semantics is ControlFlowBranchSemantics.Throw or ControlFlowBranchSemantics.Rethrow;

    private static IEnumerable<BasicBlock> Along(ControlFlowBranch? branch, ControlFlowGraph graph)
    {
        if (branch is null)
        {
            yield break;
        }

        foreach (ControlFlowRegion region in branch.FinallyRegions)
        {
            if (FirstBlockOf(region, graph) is { } first)
            {
                yield return first;
            }
        }

        if (branch.Destination is { } destination)
        {
            yield return destination;
        }
    }
}
