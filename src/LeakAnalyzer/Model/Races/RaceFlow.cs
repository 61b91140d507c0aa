using LeakAnalyzer.Flow;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Model;

/// <summary>Follows an operation from where it begins through its race.</summary>
/// <param name="raced">The operation.</param>
/// <param name="onlyOther">The only other task of the race; null where there are more.</param>
/// <param name="giveUp">The exception by which the race gives up where it is awaited; null where it throws none.</param>
internal sealed class RaceFlow(RacedOperation raced, IOperation? onlyOther, INamedTypeSymbol? giveUp) : ObligationFlow(raced.Local)
{
    private readonly SyntaxNode _race = raced.Race.Call.Syntax;

    /// <summary>Where it begins: an operand that stands in the race begins with it.</summary>
    private readonly SyntaxNode _begin = raced.Local is null ? raced.Race.Call.Syntax : raced.Call.Syntax;

    /// <summary>Where a race gives up by one kind of exception, any other comes from the operation, which has completed then.</summary>
    public override Obligation PastHandler(ITypeSymbol exceptionType, Obligation state) =>
        KnownSymbols.Is(giveUp, exceptionType as INamedTypeSymbol) ? Obligations.AfterSettling(state) : state;

    protected override Obligation Next(IOperation operation, Obligation state, bool isThrown)
    {
        if (isThrown && raced.Wait is null)
        {
            return Obligations.AfterSettling(state); // a delay runs out soon by itself: what an exception leaves of it doesn't matter
        }

        if (operation is not IInvocationOperation)
        {
            return base.Next(operation, state, isThrown); // the array that is made for a call's parameters has the call's syntax
        }

        if (operation.Syntax == _begin)
        {
            state = Obligations.AfterBeginning(state);
        }

        if (operation.Syntax == _race)
        {
            // Who awaits a race that gives up has the result where it doesn't throw; no other race throws.
            return (GivesUp: giveUp is not null, isThrown) switch
            {
                (GivesUp: true, isThrown: false) => Obligations.AfterSettling(state),
                (GivesUp: false, isThrown: true) => state,
                _ => Obligations.AfterRace(state),
            };
        }

        return base.Next(operation, state, isThrown);
    }

    /// <summary>Whether the local's task is the winner or is completed.</summary>
    protected override bool SaysSettled(IOperation condition, bool outcome)
    {
        if (BranchFacts.Comparison(condition, outcome) is var (left, right, areEqual))
        {
            return areEqual
                ? BranchFacts.Reads(left, raced.Local) || BranchFacts.Reads(right, raced.Local)
                : !BranchFacts.IsNull(left) && !BranchFacts.IsNull(right) && (IsOther(left) || IsOther(right));
        }

        return BranchFacts.WithoutNot(condition, outcome) switch
        {
            (IPropertyReferenceOperation { Property.Name: "IsCompleted" or "IsCompletedSuccessfully" or "IsFaulted" or "IsCanceled", Instance: { } task }, true) =>
                BranchFacts.Reads(task, raced.Local),
            (IPropertyReferenceOperation { Property.Name: "IsCompleted", Instance: { } task }, false) => IsOther(task),
            _ => false,
        };
    }

    private bool IsOther(IOperation task) => onlyOther is not null && Operations.IsSameVariable(task, onlyOther);
}
