using System.Collections.Immutable;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Options;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Races;

/// <summary>Follows a raced operation after its race: whether each path joins it, cancels it, or races it again.</summary>
internal sealed class RaceOutcome
{
    private readonly RacedOperation _raced;
    private readonly Scope _scope;
    private readonly LeakModel _model;
    private readonly LeakOptions _options;
    private readonly WaitFactory _factory;
    private readonly List<IOperation> _others;
    private readonly RaceFlow _flow;

    private RaceOutcome(RacedOperation raced, Scope scope, LeakModel model)
    {
        _raced = raced;
        _scope = scope;
        _model = model;
        _options = model.Options.For(raced.Call.Syntax.SyntaxTree);
        _factory = new WaitFactory(model, _options, scope.Function);
        _others = [.. raced.Race.Tasks(model).Where(task => !IsTheOperation(task))];
        _flow = new RaceFlow(raced, _others is [var other] ? other : null, ExceptionOfRace(), model);
    }

    private SyntaxNode RaceSyntax => _raced.Race.Call.Syntax;

    /// <summary>Which paths after the race abandon the operation while it may be pending. Unknown is none.</summary>
    public static Paths PathsThatAbandon(RacedOperation raced, Scope scope, LeakModel model)
    {
        var outcome = new RaceOutcome(raced, scope, model);
        return !outcome.AnyPathAbandons() ? Paths.None : outcome._flow.Acts.Count == 0 ? Paths.All : Paths.Some;
    }

    private bool AnyPathAbandons()
    {
        if (_raced.Wait is null ? RaceIdioms.IsSleepOrExit(_raced, _others, _model) : RaceIdioms.IsStop(_raced, _scope, _model))
        {
            return false;
        }

        if (_raced.Race.Kind != RaceKind.FirstOf && !TaskUses.IsJoinedAlone(_raced.Race.Call, _model) && !TaskUses.IsReturned(_raced.Race.Call, _model)
            || TokensOfRace() is { } tokens && tokens.Cancellers.All(EndsOperationToo)
            || !ReadToken()
            || !ReadObject()
            || _raced.Local is { } local && !ReadUses(local))
        {
            return false;
        }

        History<Obligation> atExit = _scope.StateAtExit(default, default, _flow) ?? default;
        return _flow.WorstReplaced == Obligation.Open || atExit.Worst == Obligation.Open && !IsRacedAgain();
    }

    private bool IsTheOperation(IOperation task) =>
        task.Syntax == _raced.Call.Syntax
        || task is ILocalReferenceOperation { Local: var local } && _model.Symbols.IsTask(local.Type) && KnownSymbols.Same(local, _raced.Local);

    /// <summary>The last exception by which the race gives up; null where it throws none, because it is never lost by a throw or isn't awaited here.</summary>
    private INamedTypeSymbol? ExceptionOfRace() =>
        _raced.Race.Kind == RaceKind.FirstOf || !TaskUses.IsJoinedAlone(_raced.Race.Call, _model) ? null
        : (_factory.TokenOf(_raced.Race.Call) ?? TokenOrigin.Nothing).Cancellers.All(EndsOperationToo) ? _model.Symbols.TimeoutException
        : _model.Symbols.TaskCanceledException;

    /// <summary>What ends the race besides the operation, where that is tokens only; null where a time or another task does.</summary>
    private TokenOrigin? TokensOfRace()
    {
        switch (_raced.Race.Kind)
        {
            case RaceKind.GivesUpAfterTime:
                return null;

            case RaceKind.GivesUpByToken:
                return _factory.TokenOf(_raced.Race.Call) ?? TokenOrigin.Nothing;
        }

        TokenOrigin tokens = TokenOrigin.Nothing;
        foreach (IOperation other in _others)
        {
            if (ValueOf(other) is not IInvocationOperation delay
                || _model.Calls.Of(delay) is not { Wait.For: WaitsFor.Nothing }
                || delay.ArgumentAt(0) is not { } time
                || !Operations.IsInfiniteTime(time.Value, _model))
            {
                return null;
            }

            tokens = tokens.Or(_factory.TokenOf(delay) ?? TokenOrigin.Nothing);
        }

        return tokens;
    }

    private IOperation? ValueOf(IOperation task) => task is ILocalReferenceOperation { Local: var local }
        ? _model.Values.Only(local) is { } only && _model.OperationAt(only) is { } value ? Race.Strip(value, _model) : null
        : task;

    /// <summary>Whether the operation is over when this one ends the race: it has the same token, or the application ends.</summary>
    private bool EndsOperationToo(Canceller ender) =>
        ender.Kind is CancellerKind.Application or CancellerKind.NobodyOnPurpose
        || ender.Kind != CancellerKind.Unknown
            && _raced.Token.Cancellers.Any(canceller => canceller.Kind == ender.Kind && SymbolEqualityComparer.Default.Equals(canceller.Symbol, ender.Symbol));

    /// <summary>Reads what can cancel the operation: an act of the scope becomes part of the flow.</summary>
    /// <returns>False where something else ends it, or may.</returns>
    private bool ReadToken()
    {
        foreach (Canceller canceller in _raced.Token.Cancellers)
        {
            bool isKnown = canceller.Kind switch
            {
                CancellerKind.Giver or CancellerKind.GiverOfSource => true, // who gave it may cancel it long after the race
                CancellerKind.Holder when canceller.Symbol is ILocalSymbol source => ReadSource(source),
                CancellerKind.Holder => (_raced.Wait is null || _raced.IsRepeated) && ReadMember(canceller.Symbol!),
                CancellerKind.Application => _raced.Wait is null,
                CancellerKind.NobodyOnPurpose => _options.ReportExplicitNone,
                _ => false,
            };
            if (!isKnown)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Reads the acts of the scope on a source that its type holds: who else cancels it comes long after the race.</summary>
    private bool ReadMember(ISymbol member)
    {
        foreach (ObjectUse use in _model.UsesOf(WaitedObject.Of(member)))
        {
            switch (Interest.InCancel.Of(use.Effects))
            {
                case UseEffect.Unknown:
                    return false;
                case UseEffect.Ends or UseEffect.MayEnd when SyntaxQueries.EnclosingFunction(use.Act) == _scope.Function:
                    _flow.Acts[use.Act] = Obligations.AfterSettling;
                    break;
            }
        }

        return true;
    }

    private bool ReadSource(ILocalSymbol source)
    {
        if (!_scope.Declares(source) || !_model.Values.HoldsOnlyNew(source))
        {
            return false;
        }

        List<ObjectUse> uses = _model.UsesOf(WaitedObject.Of(source));
        foreach (ObjectUse use in uses)
        {
            switch (Interest.InCancel.Of(use.Effects))
            {
                case UseEffect.Disposes or UseEffect.Harmless:
                case UseEffect.Bounds when TakesTimeBack(uses):
                    break;
                case UseEffect.Ends when SyntaxQueries.EnclosingFunction(use.Act) == _scope.Function:
                    _flow.Acts[use.Act] = Obligations.AfterSettling;
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    /// <summary>Whether the source is given an infinite time again, so that a time that it was given ends nothing.</summary>
    private bool TakesTimeBack(List<ObjectUse> uses) =>
        uses.Exists(use => Interest.InCancel.Of(use.Effects) == UseEffect.Bounds
            && _model.OperationAt(use.Act) is IInvocationOperation { Arguments: [var time, ..] } && Operations.IsInfiniteTime(time.Value, _model));

    /// <summary>
    /// Reads what ends the operation with its object: an act of the scope becomes part of the flow. What lets one wait through, an item or a
    /// permit, is no end: the abandoned operation takes it from who needs it.
    /// </summary>
    /// <returns>False where the scope ends it on each path, or the type does.</returns>
    private bool ReadObject()
    {
        if (_raced.Wait is not { Object: { } waited } wait || wait.For == WaitsFor.Permit || OwnWaits.IsKeptPromise(waited, _model))
        {
            return true;
        }

        // What lets one wait for a signal through is no end either; and a thread that each iteration leaves blocked is one too many until the type ends them all.
        bool takesOne = wait.For == WaitsFor.Signal && !(_model.OperationAt(wait.Syntax) is IInvocationOperation call && OwnWaits.EndsWithOthers(call, _model));
        Wait each = wait with { Functions = ImmutableArray<SyntaxNode>.Empty, IsRepeated = true, For = takesOne ? WaitsFor.End : wait.For };
        bool isThread = _raced.IsRepeated && OwnWaits.IsBlocking(wait, _model);
        if (!isThread && new Governance(_model, _options, _scope, RaceSyntax).OfObject(waited, each) is Governor.Scope or Governor.Type or Governor.Bound)
        {
            return false;
        }

        foreach (ObjectUse use in _model.UsesOf(waited))
        {
            UseEffect effect = each.Interest.Of(use.Effects);
            if (effect is UseEffect.Ends or UseEffect.MayEnd && SyntaxQueries.EnclosingFunction(use.Act) != _scope.Function)
            {
                if (!isThread && !UnreachedCode.Holds(use.Act, _model))
                {
                    return false; // its type ends it, whatever else is done with it
                }
            }
            else if (effect == UseEffect.Ends)
            {
                _flow.Acts[use.Act] = Obligations.AfterSettling;
            }
        }

        return isThread || !IsDisposedByCaller(waited);
    }

    /// <summary>Whether the calls of a private function can be seen, and one of them stands in a <c>using</c> of the object that it is given, or disposes it afterwards.</summary>
    private bool IsDisposedByCaller(WaitedObject waited)
    {
        if (waited.Names.IsEmpty || waited.Inner.Root is not IParameterSymbol { ContainingSymbol: IMethodSymbol method } parameter || !PrivateCalls.AreAll(method))
        {
            return false;
        }

        foreach (IInvocationOperation? call in PrivateCalls.Of(method, _model))
        {
            ISymbol? given = call?.ArgumentAt(parameter.Ordinal)?.Value.Unwrap() switch
            {
                ILocalReferenceOperation { Local: var local } => local,
                IParameterReferenceOperation { Parameter: var outer } => outer,
                _ => null,
            };
            if (given is not null && (SyntaxQueries.IsDeclaredByUsing(given)
                || _model.UsesOf(WaitedObject.Of(given)).Exists(use => (use.Effects.May & (Effect.Ends | Effect.Disposes)) != 0 && SyntaxQueries.EnclosingFunction(use.Act) == SyntaxQueries.EnclosingFunction(call!.Syntax))))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Sorts the uses of the local that holds the task into the births, replacements and acts of the flow.</summary>
    /// <returns>False where one of them may join it and can't be followed.</returns>
    private bool ReadUses(ILocalSymbol local)
    {
        if (_model.Values.Of(local) is not { } values)
        {
            return false;
        }

        _flow.Replacements.UnionWith(values.Where(IsOtherValue));
        foreach (IdentifierNameSyntax use in _model.Uses.In(_scope.Function, local))
        {
            if (SyntaxQueries.EnclosingFunction(use) != _scope.Function)
            {
                return false;
            }

            if (RaceFinder.RaceAround(use, _model) is not null || TaskUses.IsPassive(use, _model))
            {
                continue;
            }

            if (_model.OperationAt(use) is not { } read || !TaskUses.IsJoined(read, _model) && !TaskUses.IsReturned(read, _model))
            {
                return false;
            }

            _flow.Acts[use] = Obligations.AfterSettling;
        }

        return true;
    }

    /// <summary>Whether a value takes the operation's place in its local; what <c>??=</c> writes is there only when nothing was.</summary>
    private bool IsOtherValue(ExpressionSyntax value) =>
        !value.Span.Contains(_raced.Call.Syntax.Span)
        && !(value.Parent is AssignmentExpressionSyntax assignment && assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression));

    /// <summary>Whether the pending task is kept for the next iteration: its local lives outside the loop that holds the race, or a <c>goto</c> comes back to the race alone.</summary>
    private bool IsRacedAgain() =>
        _raced.Local is { DeclaringSyntaxReferences: [var declaration, ..] }
        && (SyntaxQueries.IsInLoop(RaceSyntax) && !SyntaxQueries.ShareLoop(RaceSyntax, declaration.GetSyntax())
            || SyntaxQueries.IsJumpedBackTo(RaceSyntax, _scope.Function, after: _raced.Call.Syntax));
}
