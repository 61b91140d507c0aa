using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace LeakAnalyzer.Flow;

/// <summary>Tells whether some path to a function's exit passes no barrier: no operation that the caller looks for, such as a call of <c>Cancel</c>.</summary>
internal static class ExitPaths
{
    /// <summary>
    /// Whether some path from <paramref name="start"/> to the exit, the paths of exceptions included, has no operation that <paramref name="isBarrier"/>
    /// accepts.
    /// </summary>
    public static bool AnyWithout(ControlFlowGraph graph, FlowPoint start, Func<IOperation, bool> isBarrier, Func<IOperation, bool> mayThrow) =>
        ExitState<bool>.Of(graph, start, initial: true, new Unbarred(isBarrier, mayThrow)) == true;

    /// <summary>The state of a path: true until the path passes a barrier.</summary>
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
