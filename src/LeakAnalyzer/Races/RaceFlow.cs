using LeakAnalyzer.Facts;
using LeakAnalyzer.Flow;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Races;

/// <summary>
/// Follows an operation that takes part in a race, such as <c>Task.WhenAny</c>. Each path after the race must join or cancel the operation.
/// </summary>
internal sealed class RaceFlow : Lifecycle<Obligation>
{
    private readonly RacedOperation _raced;
    private readonly IOperation? _onlyOther;
    private readonly INamedTypeSymbol? _giveUp;
    private readonly ILocalSymbol? _race;

    /// <summary>Creates the flow of a raced operation.</summary>
    /// <param name="raced">The operation.</param>
    /// <param name="onlyOther">The only other task of the race; null if there isn't exactly one.</param>
    /// <param name="giveUp">The exception that the awaited race throws when it gives up; null if it throws none.</param>
    /// <param name="model">The compilation's model.</param>
    public RaceFlow(RacedOperation raced, IOperation? onlyOther, INamedTypeSymbol? giveUp, LeakModel model)
        : base(raced.Local, raced.Race.Call.Syntax, Obligation.Open, model)
    {
        _raced = raced;
        _onlyOther = onlyOther;
        _giveUp = giveUp;
        _race = HeldHandle.Of(raced.Race.Call).Local;
        Births.Add(raced.Local is null ? raced.Race.Call.Syntax : raced.Call.Syntax); // an operation that no local holds begins in the call of the race
    }

    /// <summary>
    /// If a <c>catch</c> of the exception by which the race gives up doesn't catch this exception, the operation itself has thrown it and so has completed.
    /// </summary>
    public override History<Obligation> PastHandler(ITypeSymbol exceptionType, History<Obligation> state) =>
        KnownSymbols.Is(_giveUp, exceptionType as INamedTypeSymbol) ? state.After(Obligations.AfterSettling) : state;

    public override History<Obligation> AfterThrow(IOperation operation, History<Obligation> state)
    {
        if (_raced.Wait is null)
        {
            return state.After(Obligations.AfterSettling); // a delay ends by itself, so it doesn't matter that an exception leaves it pending
        }

        // When an awaited race gives up, it throws an exception, and the operation is still pending.
        return _giveUp is not null && operation is IInvocationOperation && operation.Syntax == _raced.Race.Call.Syntax
            ? (_raced.Local is null ? state.Renewed(Obligation.Open) : state).Started()
            : base.AfterThrow(operation, state);
    }

    /// <summary>If a race that throws when it gives up hasn't thrown, the operation has completed.</summary>
    protected override History<Obligation> AfterStart(History<Obligation> state) => _giveUp is null ? state : state.After(Obligations.AfterSettling);

    protected override Func<Obligation, Obligation>? ActOf(IOperation condition, bool outcome) => SaysSettled(condition, outcome) ? Obligations.AfterSettling : null;

    /// <summary>Whether the condition's outcome means that the operation has completed.</summary>
    private bool SaysSettled(IOperation condition, bool outcome)
    {
        if (_race is not null && BranchFacts.MeansNull(condition, outcome, _race))
        {
            return true; // there has been no race
        }

        if (Comparison(condition, outcome) is var (left, right, areEqual))
        {
            return areEqual
                ? BranchFacts.Reads(left, _raced.Local) || BranchFacts.Reads(right, _raced.Local)
                : !BranchFacts.IsNull(left) && !BranchFacts.IsNull(right) && (IsOther(left) || IsOther(right));
        }

        if (BranchFacts.TypeTest(condition, outcome) is { IsOfType: false, Type: var type })
        {
            // If the winner isn't of the other task's type, the operation has won.
            return _onlyOther is not null && KnownSymbols.Is(_onlyOther.Type as INamedTypeSymbol, type as INamedTypeSymbol);
        }

        return BranchFacts.WithoutNot(condition, outcome) is (IPropertyReferenceOperation { Instance: { } task } asked, var isSo)
            && Code.Calls.Of(asked) is { TellsState: true } facts
            && (isSo ? BranchFacts.Reads(task, _raced.Local) : IsOther(task) && facts.Result == ResultKind.HasEnded);
    }

    private (IOperation Left, IOperation Right, bool AreEqual)? Comparison(IOperation condition, bool outcome)
    {
        if (BranchFacts.Comparison(condition, outcome) is { } byOperator)
        {
            return byOperator;
        }

        return BranchFacts.WithoutNot(condition, outcome) is (IInvocationOperation call, var areSame) && Code.Calls.Of(call) is { Result: ResultKind.AreSame }
            ? call switch
            {
                { Instance: { } receiver, Arguments: [var given] } => (receiver, given.Value, areSame),
                { Arguments: [var one, var other] } => (one.Value, other.Value, areSame),
                _ => null,
            }
            : null;
    }

    private bool IsOther(IOperation task) => _onlyOther is not null && Operations.IsSameVariable(task, _onlyOther);
}
