using LeakAnalyzer.Facts;
using LeakAnalyzer.Flow;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Races;

/// <summary>Follows an operation from its beginning through its race; after the race it has to be joined or cancelled.</summary>
internal sealed class RaceFlow : Lifecycle<Obligation>
{
    private readonly RacedOperation _raced;
    private readonly IOperation? _onlyOther;
    private readonly INamedTypeSymbol? _giveUp;

    /// <summary>Makes the flow of an operation.</summary>
    /// <param name="raced">The operation.</param>
    /// <param name="onlyOther">The only other task of the race; null where there are more.</param>
    /// <param name="giveUp">The exception by which the race gives up where it is awaited; null where it throws none.</param>
    /// <param name="model">The compilation's model.</param>
    public RaceFlow(RacedOperation raced, IOperation? onlyOther, INamedTypeSymbol? giveUp, LeakModel model)
        : base(raced.Local, raced.Race.Call.Syntax, Obligation.Open, model)
    {
        _raced = raced;
        _onlyOther = onlyOther;
        _giveUp = giveUp;
        Births.Add(raced.Local is null ? raced.Race.Call.Syntax : raced.Call.Syntax); // an operand that stands in the race begins with it
    }

    /// <summary>Where a race gives up by one kind of exception, any other comes from the operation, which has completed then.</summary>
    public override History<Obligation> PastHandler(ITypeSymbol exceptionType, History<Obligation> state) =>
        KnownSymbols.Is(_giveUp, exceptionType as INamedTypeSymbol) ? state.After(Obligations.AfterSettling) : state;

    public override History<Obligation> AfterThrow(IOperation operation, History<Obligation> state)
    {
        if (_raced.Wait is null)
        {
            return state.After(Obligations.AfterSettling); // a delay runs out soon by itself: what an exception leaves of it doesn't matter
        }

        // An awaited race that gives up throws where the operation has lost.
        return _giveUp is not null && operation is IInvocationOperation && operation.Syntax == _raced.Race.Call.Syntax
            ? (_raced.Local is null ? state.Renewed(Obligation.Open) : state).Started()
            : base.AfterThrow(operation, state);
    }

    /// <summary>An awaited race that gives up has the operation's result where it doesn't throw.</summary>
    protected override History<Obligation> AfterStart(History<Obligation> state) => _giveUp is null ? state : state.After(Obligations.AfterSettling);

    protected override Func<Obligation, Obligation>? Told(IOperation condition, bool outcome) => SaysSettled(condition, outcome) ? Obligations.AfterSettling : null;

    /// <summary>Whether a condition says that the operation is the winner or is completed.</summary>
    private bool SaysSettled(IOperation condition, bool outcome)
    {
        if (Comparison(condition, outcome) is var (left, right, areEqual))
        {
            return areEqual
                ? BranchFacts.Reads(left, _raced.Local) || BranchFacts.Reads(right, _raced.Local)
                : !BranchFacts.IsNull(left) && !BranchFacts.IsNull(right) && (IsOther(left) || IsOther(right));
        }

        if (BranchFacts.TypeTest(condition, outcome) is { IsOfType: false, Type: var type })
        {
            return _onlyOther is not null && KnownSymbols.Is(_onlyOther.Type as INamedTypeSymbol, type as INamedTypeSymbol); // the winner isn't the other
        }

        return BranchFacts.WithoutNot(condition, outcome) is (IPropertyReferenceOperation { Instance: { } task } asked, var isSo)
            && Code.Calls.Of(asked) is { TellsState: true } facts
            && (isSo ? BranchFacts.Reads(task, _raced.Local) : IsOther(task) && facts.Result == ResultKind.HasEnded);
    }

    /// <summary>What a comparison of two tasks tells, by an operator or by a call such as <c>ReferenceEquals</c>; null where the condition is none.</summary>
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
