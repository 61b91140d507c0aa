using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace LeakAnalyzer.Flow;

/// <summary>Asks whether some path from a point to the exit of its function, exceptions included, passes no barrier.</summary>
internal static class ExitPaths
{
    /// <summary>Whether the function can be left from <paramref name="start"/> on a path without an operation that <paramref name="isBarrier"/> accepts, by an exception of one that <paramref name="mayThrow"/> accepts too.</summary>
    public static bool AnyWithout(ControlFlowGraph graph, FlowPoint start, Func<IOperation, bool> isBarrier, Func<IOperation, bool> mayThrow) =>
        ExitState<bool>.Of(graph, start, initial: true, new Unbarred(isBarrier, mayThrow)) == true;

    /// <summary>The state is true on paths that have passed no barrier.</summary>
    private sealed class Unbarred(Func<IOperation, bool> isBarrier, Func<IOperation, bool> mayThrow) : IFlowStates<bool>
    {
        public bool Merge(bool one, bool other) => one || other;

        public bool After(IOperation operation, bool state) => state && !isBarrier(operation);

        public bool MayThrow(IOperation operation) => mayThrow(operation);

        public bool AfterThrow(IOperation operation, bool state) => After(operation, state);

        public bool PastHandler(ITypeSymbol exceptionType, bool state) => state;

        public bool Along(BasicBlock block, ControlFlowBranch branch, bool state) => state;
    }
}
