using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace LeakAnalyzer.Flow;

/// <summary>
/// Tells whether some path from a point to the exit of its function passes no barrier. A barrier is an operation of the kind that the caller looks
/// for, such as a call of <c>Cancel</c>. The paths that exceptions take count too.
/// </summary>
internal static class ExitPaths
{
    /// <summary>
    /// Whether some path from <paramref name="start"/> to the function's exit contains no operation that <paramref name="isBarrier"/> accepts. An
    /// exception may take a path out of each operation that <paramref name="mayThrow"/> accepts.
    /// </summary>
    public static bool AnyWithout(ControlFlowGraph graph, FlowPoint start, Func<IOperation, bool> isBarrier, Func<IOperation, bool> mayThrow) =>
        ExitState<bool>.Of(graph, start, initial: true, new Unbarred(isBarrier, mayThrow)) == true;

    /// <summary>
    /// The states of a path: true until the path passes a barrier, false from then on. The merge of two states is true if one of them is true.
    /// </summary>
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
