using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace LeakAnalyzer.Flow;

/// <summary>The states that an object can have on the paths through a function: a lattice, with the merge and the transfer of the states.</summary>
internal interface IFlowStates<TState>
    where TState : struct
{
    /// <summary>
    /// Gets the state where two paths meet. Every pair of states must have a merge, and further merges must never lead back to an earlier state;
    /// otherwise the analysis might never end.
    /// </summary>
    TState Merge(TState one, TState other);

    /// <summary>Gets the state after an operation that is executed in a given state.</summary>
    TState After(IOperation operation, TState state);

    /// <summary>Whether an operation may throw.</summary>
    bool MayThrow(IOperation operation);

    /// <summary>
    /// Gets the state with which an exception leaves an operation. That state may differ from the state after the operation: a call of <c>Cancel</c>
    /// that throws has cancelled, but a call that throws instead of starting a task has started nothing.
    /// </summary>
    TState AfterThrow(IOperation operation, TState state);

    /// <summary>
    /// Gets the state with which an exception continues outwards if a <c>catch</c> for <paramref name="exceptionType"/>, without a filter, hasn't
    /// caught it. The exception then isn't of that type.
    /// </summary>
    TState PastHandler(ITypeSymbol exceptionType, TState state);

    /// <summary>
    /// Gets the state after a branch of a block. If the branch is conditional, the outcome of the block's condition may change the state.
    /// </summary>
    TState Along(BasicBlock block, ControlFlowBranch branch, TState state);
}
