using LeakAnalyzer.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace LeakAnalyzer.Model;

/// <summary>Follows an obligation through its scope.</summary>
/// <param name="holder">The local that holds it; null where none does.</param>
internal abstract class ObligationFlow(ILocalSymbol? holder) : IFlowStates<Obligation>
{
    /// <summary>The nodes that take care of it: joins, cancels, disposes.</summary>
    public HashSet<SyntaxNode> Settling { get; } = [];

    /// <summary>Whatever else the holder is given.</summary>
    public HashSet<SyntaxNode> Replacing { get; } = [];

    /// <summary>Whether some path has lost it, be it one that never comes to the exit.</summary>
    public bool LosesAny { get; private set; }

    public Obligation Merge(Obligation one, Obligation other) => Obligations.Merge(one, other);

    public Obligation After(IOperation operation, Obligation state)
    {
        state = Next(operation, state, isThrown: false);
        LosesAny |= state == Obligation.Lost;
        return state;
    }

    public Obligation AfterThrow(IOperation operation, Obligation state) => Next(operation, state, isThrown: true);

    public bool MayThrow(IOperation operation) => Throwing.MayThrow(operation);

    public virtual Obligation PastHandler(ITypeSymbol exceptionType, Obligation state) => state;

    public Obligation Along(BasicBlock block, ControlFlowBranch branch, Obligation state) =>
        BranchFacts.Outcome(block, branch) is { } outcome && block.BranchValue is { } condition
        && (holder is not null && BranchFacts.SayIsNull(condition, outcome, holder) || SaysSettled(condition, outcome))
            ? Obligations.AfterSettling(state)
            : state;

    /// <summary>The obligation behind an operation, or as an exception leaves it.</summary>
    protected virtual Obligation Next(IOperation operation, Obligation state, bool isThrown) =>
        Replacing.Contains(operation.Syntax) ? Obligations.AfterReplacing(state)
        : Settling.Contains(operation.Syntax) ? Obligations.AfterSettling(state)
        : state;

    /// <summary>Whether a condition with this outcome says that it needs no care any more.</summary>
    protected virtual bool SaysSettled(IOperation condition, bool outcome) => false;
}
