using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace LeakAnalyzer.Flow;

/// <summary>The states of one thing that is followed through a function: a small lattice, and what changes it.</summary>
internal interface IFlowStates<TState>
    where TState : struct
{
    /// <summary>The state where two paths meet. It must be total, and must not go back and forth.</summary>
    TState Merge(TState one, TState other);

    /// <summary>The state after an operation.</summary>
    TState After(IOperation operation, TState state);

    /// <summary>Whether an exception may leave an operation, so that it is a way out.</summary>
    bool MayThrow(IOperation operation);

    /// <summary>The state with which an exception leaves an operation: of a cancel, say, that it was carried out; of a start, that it wasn't.</summary>
    TState AfterThrow(IOperation operation, TState state);

    /// <summary>The state of exceptions that a handler, which takes this type and has no filter, has let pass.</summary>
    TState PastHandler(ITypeSymbol exceptionType, TState state);

    /// <summary>The state after a branch: what is known from its condition.</summary>
    TState Along(BasicBlock block, ControlFlowBranch branch, TState state);
}
