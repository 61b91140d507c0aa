using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace LeakAnalyzer.Flow;

/// <summary>Finds the blocks to which control can go from a block, by a branch or by an exception.</summary>
internal static class ExceptionEdges
{
    /// <summary>Gets the destinations of a block's branches, and the first blocks of the <c>finally</c> regions that the branches pass.</summary>
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

    /// <summary>Whether a block ends with a <c>throw</c>.</summary>
    public static bool Throws(BasicBlock block) =>
        IsThrow(block.ConditionalSuccessor) || IsThrow(block.FallThroughSuccessor);

    /// <summary>Gets the first blocks of the handlers and <c>finally</c> regions to which an exception in a block may lead.</summary>
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

    /// <summary>Whether a handler is a <c>catch</c> without a filter that catches every exception.</summary>
    public static bool TakesEverything(ControlFlowRegion handler) =>
        handler.Kind == ControlFlowRegionKind.Catch
        && (handler.ExceptionType is null or { SpecialType: SpecialType.System_Object } || KnownSymbols.IsException(handler.ExceptionType));

    /// <summary>Gets the first block of a region; null if the graph lacks that block, as it may for code with errors.</summary>
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
