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

/// <summary>
/// Tells whether each path after a race (a call of <c>Task.WhenAny</c> or <c>WaitAsync</c>, for example) joins the raced operation, cancels it, or
/// races it again.
/// </summary>
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

    /// <summary>
    /// Tells which paths after the race abandon the operation while it may be pending. If that isn't known, the answer is <see cref="Paths.None"/>.
    /// </summary>
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

    /// <summary>
    /// Gets the type of the exception that the race throws when it gives up and leaves the operation pending. Returns null if the race completes with
    /// its first operand, and so throws no such exception, or if the race isn't awaited here.
    /// </summary>
    private INamedTypeSymbol? ExceptionOfRace() =>
        _raced.Race.Kind == RaceKind.FirstOf || !TaskUses.IsJoinedAlone(_raced.Race.Call, _model) ? null
        : (_factory.TokenOf(_raced.Race.Call) ?? TokenOrigin.Nothing).Cancellers.All(EndsOperationToo) ? _model.Symbols.TimeoutException
        : _model.Symbols.TaskCanceledException;

    /// <summary>
    /// Gets the origin of the tokens that can end the race, if nothing except these tokens and the operation can end it. Returns null if a time or
    /// another task can end the race.
    /// </summary>
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

    /// <summary>
    /// Whether the operation is not left pending when a canceller of the race's token ends the race: the canceller also cancels the operation, cancels
    /// only when the application ends, or stands for <c>CancellationToken.None</c>, which is never cancelled.
    /// </summary>
    private bool EndsOperationToo(Canceller ender) =>
        ender.Kind is CancellerKind.Application or CancellerKind.NobodyOnPurpose
        || ender.Kind != CancellerKind.Unknown
            && _raced.Token.Cancellers.Any(canceller => canceller.Kind == ender.Kind && SymbolEqualityComparer.Default.Equals(canceller.Symbol, ender.Symbol));

    /// <summary>
    /// Reads what can cancel the operation. The calls by which the function around the race cancels it are recorded in the flow analysis: after such
    /// a call, a path no longer abandons the operation.
    /// </summary>
    /// <returns>
    /// False if something other than these calls cancels the operation, or may cancel it, or if <c>CancellationToken.None</c> says that nothing shall
    /// cancel it. A cancellation by the function's caller doesn't count, because it may come long after the race.
    /// </returns>
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
    /// Reads what the function around the race does to a <c>CancellationTokenSource</c> that its type holds in a member. A cancellation elsewhere
    /// doesn't count, because it may come long after the race. Returns false if some use of the source can't be followed.
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
    /// Whether the function around the race may dispose a <c>CancellationTokenSource</c> before the source's timeout has passed. That stops the
    /// source's timer, so the source doesn't cancel the raced wait. False if another operand of the race may be a delay, which may be longer than the
    /// timeout.
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

    /// <summary>
    /// Whether some use gives a <c>CancellationTokenSource</c> an infinite timeout, which may withdraw a timeout that another use has given it.
    /// </summary>
    private bool MayRevokeTimeout(List<ObjectUse> uses) =>
        uses.Exists(use => Interest.InCancel.Of(use.Effects) == UseEffect.Bounds
            && _model.OperationAt(use.Act) is IInvocationOperation { Arguments: [var time, ..] } && Operations.IsInfiniteTime(time.Value, _model));

    /// <summary>
    /// Reads what ends the operation through the object on which it waits. The calls by which the function around the race ends it are recorded in
    /// the flow analysis: after such a call, a path no longer abandons the operation. An item or a permit, which ends one wait only, doesn't count:
    /// the abandoned operation would take it from the code that needs it.
    /// </summary>
    /// <returns>False if the function ends the operation on each path, or if its type or a caller ends it.</returns>
    private bool ReadObject()
    {
        if (_raced.Wait is not { Object: { } waited } wait || wait.For == WaitsFor.Permit || OwnWaits.IsKeptPromise(waited, _model))
        {
            return true;
        }

        // A signal that ends only one wait is treated like an item, which doesn't count as an end of the operation. If each iteration leaves a thread
        // blocked, an end that comes later from the type doesn't count either, because more and more threads are blocked until then.
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
            else if (effect == UseEffect.Ends)
            {
                _flow.Acts[use.Act] = Obligations.AfterSettling;
            }
        }

        return isThread || !IsDisposedByCaller(waited);
    }

    /// <summary>
    /// Whether an object is a parameter of a private function of which all calls can be seen, and some caller ends or disposes the object that it
    /// passes, by a <c>using</c> or another call.
    /// </summary>
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

    /// <summary>
    /// Reads the uses of the local that holds the operation's task, and records them in the flow analysis: assignments replace the task, and joins
    /// wait for it.
    /// </summary>
    /// <returns>False if some use can't be followed. Such a use may join the task.</returns>
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

    /// <summary>
    /// Whether a value replaces the operation's task in the local. A value that <c>??=</c> assigns doesn't: it is assigned only if the local is null.
    /// </summary>
    private bool IsOtherValue(ExpressionSyntax value) =>
        !value.Span.Contains(_raced.Call.Syntax.Span)
        && !(value.Parent is AssignmentExpressionSyntax assignment && assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression));

    /// <summary>
    /// Whether the pending task is raced again: the task's local is declared outside the loop that contains the race, or a <c>goto</c> jumps back to
    /// the race but not to the call that begins the operation.
    /// </summary>
    private bool IsRacedAgain() =>
        _raced.Local is { DeclaringSyntaxReferences: [var declaration, ..] }
        && (SyntaxQueries.IsInLoop(RaceSyntax) && !SyntaxQueries.ShareLoop(RaceSyntax, declaration.GetSyntax())
            || _model.Functions.IsJumpedBackTo(RaceSyntax, _scope.Function, after: _raced.Call.Syntax));
}
