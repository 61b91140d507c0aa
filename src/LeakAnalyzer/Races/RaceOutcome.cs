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

/// <summary>Tells whether each path after a race, such as <c>Task.WhenAny</c>, joins or cancels the raced operation, or races it again.</summary>
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

    /// <summary>Tells which paths after the race abandon the operation while it may be pending; none if that isn't known.</summary>
    public static Paths PathsThatAbandon(RacedOperation raced, Scope scope, LeakModel model)
    {
        var outcome = new RaceOutcome(raced, scope, model);
        return !outcome.AnyPathAbandons() ? Paths.None : outcome._flow.Acts.Count == 0 ? Paths.All : Paths.Some;
    }

    private bool AnyPathAbandons()
    {
        if (RaceIdioms.IsStop(_raced, _scope, _model) || _raced.Wait is null && RaceIdioms.IsSleepOrExit(_raced, _others, _model))
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

    /// <summary>Gets the exception that the awaited race throws when it gives up and leaves the operation pending; null if it throws none.</summary>
    private INamedTypeSymbol? ExceptionOfRace() =>
        _raced.Race.Kind == RaceKind.FirstOf || !TaskUses.IsJoinedAlone(_raced.Race.Call, _model) ? null
        : (_factory.TokenOf(_raced.Race.Call) ?? TokenOrigin.Nothing).Cancellers.All(EndsOperationToo) ? _model.Symbols.TimeoutException
        : _model.Symbols.TaskCanceledException;

    /// <summary>Gets what can cancel the race, if only a token or the operation itself can end it; null if a time or another task can.</summary>
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

    /// <summary>Whether the race doesn't leave the operation pending when this canceller ends the race.</summary>
    private bool EndsOperationToo(Canceller ender) =>
        ender.Kind is CancellerKind.Application or CancellerKind.NobodyOnPurpose
        || ender.Kind != CancellerKind.Unknown
            && _raced.Token.Cancellers.Any(canceller => canceller.Kind == ender.Kind && SymbolEqualityComparer.Default.Equals(canceller.Symbol, ender.Symbol));

    /// <summary>Records the calls by which the function around the race cancels the operation through its token.</summary>
    /// <returns>False if other code may cancel the operation. The function's caller doesn't count: it may cancel long after the race.</returns>
    private bool ReadToken()
    {
        foreach (Canceller canceller in _raced.Token.Cancellers)
        {
            bool isKnown = canceller.Kind switch
            {
                CancellerKind.Giver or CancellerKind.GiverOfSource => true, // the caller that passed the token may cancel it long after the race
                CancellerKind.Holder when canceller.Symbol is ILocalSymbol source => ReadSource(source),
                CancellerKind.Holder => (_raced.Wait is null || _raced.IsRepeated) && ReadMember(canceller.Symbol!),
                CancellerKind.Timer => canceller.Source is { } timed && LosesTimeout(timed),
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

    /// <summary>
    /// Records where the function around the race cancels a <c>CancellationTokenSource</c> in a field or property; false if some use of it can't be followed.
    /// </summary>
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
                case UseEffect.Bounds when MayRevokeTimeout(uses) || LosesTimeout(source):
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

    /// <summary>
    /// Whether the function may dispose a <c>CancellationTokenSource</c> before its timeout, which stops the timer. False if another raced task may be a
    /// delay, which may outlast the timeout.
    /// </summary>
    private bool LosesTimeout(ILocalSymbol source) =>
        _raced.Wait is not null
        && _raced.Race.Kind == RaceKind.FirstOf
        && _scope.Declares(source)
        && (SyntaxQueries.IsDeclaredByUsing(source) || _model.UsesOf(WaitedObject.Of(source)).Exists(use => Interest.InCancel.Of(use.Effects) == UseEffect.Disposes))
        && _others.TrueForAll(IsNoTime);

    private bool IsNoTime(IOperation task) => ValueOf(task) switch
    {
        IInvocationOperation call => _model.Calls.Of(call) is { } facts
            ? facts.Wait is { For: not (WaitsFor.Nothing or WaitsFor.Tick) } || facts is { Wait: null, Starts: false, Result: ResultKind.Unknown or ResultKind.Finite }
            : KnownSymbols.IsOfFramework(call.TargetMethod.ContainingType),
        IPropertyReferenceOperation property => _model.Calls.Of(property) is { Wait: not null },
        _ => false,
    };

    /// <summary>Whether some call gives a <c>CancellationTokenSource</c> an infinite timeout, and so may withdraw an earlier timeout.</summary>
    private bool MayRevokeTimeout(List<ObjectUse> uses) =>
        uses.Exists(use => Interest.InCancel.Of(use.Effects) == UseEffect.Bounds
            && _model.OperationAt(use.Act) is IInvocationOperation { Arguments: [var time, ..] } && Operations.IsInfiniteTime(time.Value, _model));

    /// <summary>Records the calls by which the function around the race ends the operation through the object on which it waits, such as a channel.</summary>
    /// <returns>False if the operation ends on each path anyway, or if other code ends it.</returns>
    private bool ReadObject()
    {
        if (_raced.Wait is not { Object: { } waited } wait || wait.For == WaitsFor.Permit || OwnWaits.IsKeptPromise(waited, _model))
        {
            return true;
        }

        // A signal that ends only one wait doesn't count: the abandoned wait would take it. Nor does a later end by the type, if each iteration blocks
        // one more thread until then.
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
                    return false; // another function ends the operation, whatever the function around the race does with the object
                }
            }
            else if (effect == UseEffect.Ends || (use.Effects.Must & Effect.Interrupts) != 0)
            {
                _flow.Acts[use.Act] = Obligations.AfterSettling;
            }
        }

        return isThread || !IsDisposedByCaller(waited);
    }

    /// <summary>Whether a private function gets the object from callers, one of which ends or disposes it.</summary>
    private bool IsDisposedByCaller(WaitedObject waited)
    {
        if (waited.Names.IsEmpty || waited.Inner.Root is not IParameterSymbol parameter || _model.FunctionWith(parameter, _scope.Function) is not { } method || !PrivateCalls.AreAll(method))
        {
            return false;
        }

        foreach (IInvocationOperation? call in PrivateCalls.Of(method, _model))
        {
            ISymbol? given = call?.ValueFor(parameter)?.Unwrap() switch
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

    /// <summary>Records where the local that holds the operation's task is joined or gets another value.</summary>
    /// <returns>False if some use can't be followed, which may join the task.</returns>
    private bool ReadUses(ILocalSymbol local)
    {
        if (_model.Values.Of(local) is not { } values)
        {
            return false;
        }

        _flow.Replacements.UnionWith(values.Where(IsOtherValue));
        foreach (SimpleNameSyntax use in _model.Uses.In(_scope.Function, local))
        {
            if (SyntaxQueries.EnclosingFunction(use) != _scope.Function)
            {
                return false;
            }

            if (RaceFinder.RaceAround(use, _model) is not null)
            {
                continue;
            }

            if (TaskUses.IsPassive(use, _model))
            {
                if (IsHandedBack(use))
                {
                    _flow.Acts[use] = Obligations.AfterSettling;
                }

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

    /// <summary>
    /// Whether a continuation of the operation's task gives back what the operation takes, as in <c>acquire.ContinueWith(_ => gate.Release())</c>.
    /// </summary>
    private bool IsHandedBack(SimpleNameSyntax use)
    {
        if (_raced.Wait is not { Object: { Names.IsEmpty: false } waited })
        {
            return false;
        }

        IOperation? task = _model.OperationAt(use)?.Outermost();
        while (task?.Parent is IInvocationOperation call && call.Instance == task)
        {
            if (_model.Calls.Of(call) is { Starts: true } && _model.UsesOf(waited).Exists(act => (act.Effects.Must & Effect.GivesOne) != 0 && call.Arguments.Any(argument => argument.Syntax.Span.Contains(act.Act.Span))))
            {
                return true;
            }

            task = call.Outermost();
        }

        return false;
    }

    /// <summary>Whether a value replaces the operation's task. One after <c>??=</c> doesn't: it is assigned only if the local is null.</summary>
    private bool IsOtherValue(ExpressionSyntax value) =>
        !value.Span.Contains(_raced.Call.Syntax.Span)
        && !(value.Parent is AssignmentExpressionSyntax assignment && assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression));

    /// <summary>Whether the same pending task is raced again, in a loop or after a <c>goto</c>.</summary>
    private bool IsRacedAgain() =>
        _raced.Local is { DeclaringSyntaxReferences: [var declaration, ..] }
        && (SyntaxQueries.IsInLoop(RaceSyntax) && !SyntaxQueries.ShareLoop(RaceSyntax, declaration.GetSyntax())
            || _model.Functions.IsJumpedBackTo(RaceSyntax, _scope.Function, after: _raced.Call.Syntax));
}
