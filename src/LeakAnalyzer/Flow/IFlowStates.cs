using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace LeakAnalyzer.Flow;

/// <summary>The states of one object that is followed through a function: a lattice of states, with their merge and transfer.</summary>
internal interface IFlowStates<TState>
    where TState : struct
{
    /// <summary>The state where two paths meet. It is defined for each pair of states, and merging again never leads back to an earlier state, so that the analysis ends.</summary>
    TState Merge(TState one, TState other);

    /// <summary>The state after an operation.</summary>
    TState After(IOperation operation, TState state);

    /// <summary>Whether an exception may leave an operation.</summary>
    bool MayThrow(IOperation operation);

    /// <summary>The state with which an exception leaves an operation. A call of <c>Cancel</c> that throws has cancelled; a start that throws has started nothing.</summary>
    TState AfterThrow(IOperation operation, TState state);

    /// <summary>The state with which an exception passes a handler that takes another type; the handler has no filter.</summary>
    TState PastHandler(ITypeSymbol exceptionType, TState state);

    /// <summary>The state after a branch, with what its condition tells.</summary>
    TState Along(BasicBlock block, ControlFlowBranch branch, TState state);
}
