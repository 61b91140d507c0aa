using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace LeakAnalyzer.Flow;

/// <summary>The states that an object can have on the paths through a function, and how these states merge and change.</summary>
internal interface IFlowStates<TState>
    where TState : struct
{
    /// <summary>Gets the state where two paths meet. Merging must never lead back to an earlier state, or the analysis might never end.</summary>
    TState Merge(TState one, TState other);

    /// <summary>Gets the state after an operation that is executed in a given state.</summary>
    TState After(IOperation operation, TState state);

    /// <summary>Whether an operation may throw.</summary>
    bool MayThrow(IOperation operation);

    /// <summary>
    /// Gets the state with which an exception leaves an operation: a <c>Cancel</c> that throws has cancelled, but a start that throws has started nothing.
    /// </summary>
    TState AfterThrow(IOperation operation, TState state);

    /// <summary>Gets the state of an exception that a <c>catch</c> for <paramref name="exceptionType"/> hasn't caught, so that it isn't of that type.</summary>
    TState PastHandler(ITypeSymbol exceptionType, TState state);

    /// <summary>Gets the state after a branch of a block. The outcome of the block's condition may change it.</summary>
    TState Along(BasicBlock block, ControlFlowBranch branch, TState state);
}
