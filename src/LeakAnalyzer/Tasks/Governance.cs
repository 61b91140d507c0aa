using LeakAnalyzer.Facts;
using LeakAnalyzer.Options;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tasks;

/// <summary>Finds what governs a wait that a scope begins, by a task that it starts or by a race.</summary>
internal sealed class Governance(LeakModel model, LeakOptions options, Scope scope, SyntaxNode start)
{
    private const int MostCallers = 16;

    private readonly LocalSources _sources = new(scope, start, model);

    /// <summary>What ends a wait, and the scope's source that was to end it and doesn't.</summary>
    public GovernedWait Of(Wait wait)
    {
        Governor governor = Governor.Nothing;
        ILocalSymbol? lostSource = null;
        foreach (Canceller canceller in wait.Token.Cancellers)
        {
            Governor one = Of(canceller, wait);
            if (canceller is { Kind: CancellerKind.Holder, Symbol: ILocalSymbol local } && scope.Declares(local) && one < Governor.Scope)
            {
                lostSource ??= local;
            }

            governor = Governors.Merge(governor, one);
        }

        Governor byObject = wait.Object is null || governor == Governor.Unknown ? Governor.Nothing : OfObject(wait.Object, wait);
        return new GovernedWait(wait, Governors.Merge(governor, byObject), governor, lostSource);
    }

    private Governor Of(Canceller canceller, Wait wait)
    {
        if (canceller.Source is { } between && _sources.LifeOf(between, wait) == SourceLife.Disposed)
        {
            return Governor.Nothing;
        }

        switch (canceller.Kind)
        {
            case CancellerKind.NobodyOnPurpose:
                return options.ReportExplicitNone ? Governor.Nothing : Governor.NothingOnPurpose;
            case CancellerKind.Timer:
                return Governor.Bound;
            case CancellerKind.Application:
                return Governor.Application;
            case CancellerKind.Giver when scope.IsGiven((IParameterSymbol)canceller.Symbol!):
                return OfGivers((IParameterSymbol)canceller.Symbol!, wait);
            case CancellerKind.Giver when IsGivenToType((IParameterSymbol)canceller.Symbol!):
                return Governor.TypesGiver;
            case CancellerKind.GiverOfSource when scope.IsGiven((IParameterSymbol)canceller.Symbol!):
                return Governor.Caller;
            case CancellerKind.Holder when canceller.Symbol is ILocalSymbol local && scope.Declares(local):
                return _sources.LifeOf(local, wait) switch
                {
                    SourceLife.Cancelled => Governor.Scope,
                    SourceLife.Bounded => Governor.Bound,
                    SourceLife.Live => Governor.Nothing,
                    SourceLife.Disposed => Governor.ScopeOnSomePaths,
                    _ => Governor.Unknown,
                };
            case CancellerKind.Holder:
                return OfEnds(WaitedObject.Of(canceller.Symbol!), Interest.InCancel, wait);
            default:
                return Governor.Unknown;
        }
    }

    /// <summary>What ends a wait by acting on the object that it stands on.</summary>
    public Governor OfObject(WaitedObject waited, Wait wait)
    {
        if (waited.IsKnownToNobodyElse)
        {
            return Governor.Nothing;
        }

        if (waited.IsUnknown || NeverWaits(waited, wait) || IsGivenTimer(waited, wait))
        {
            return Governor.Unknown;
        }

        Governor governor = OfEnds(waited, wait.Interest, wait);
        if (governor < Governor.Scope
            && wait.For != WaitsFor.Room
            && ScopeSignals.Of(wait, scope, model) is (var local, var creation)
            && !new ScopeSignals(scope, start, model).AnyPathLeaves(wait, local, creation))
        {
            return Governor.Scope;
        }

        return governor == Governor.Nothing && waited.Root is IParameterSymbol parameter
            ? OfCallers(parameter, wait)
            : governor;
    }

    private Governor OfEnds(WaitedObject waited, Interest interest, Wait wait)
    {
        if (!CanAllUsesBeSeen(waited))
        {
            return Governor.Unknown;
        }

        var acts = new List<SyntaxNode>();
        bool ofType = false;
        foreach (ObjectUse use in model.UsesOf(waited))
        {
            switch (interest.Of(use.Effects))
            {
                case UseEffect.Harmless or UseEffect.Disposes:
                    continue;
                case UseEffect.Bounds:
                    return Governor.Bound;
                case UseEffect.Unknown:
                case UseEffect.MayEnd when waited.Root is ILocalSymbol or IParameterSymbol:
                    return Governor.Unknown;
            }

            switch (ActPlaces.Of(use, wait, scope, model))
            {
                case ActPlace.AfterTheWait:
                    break;
                case ActPlace.InTheWork:
                    return Governor.Unknown;
                case ActPlace.InTheScope when waited.Root is ILocalSymbol or IParameterSymbol:
                    acts.Add(use.Act);
                    break;
                default:
                    if (waited.Root is ILocalSymbol or IParameterSymbol)
                    {
                        return Governor.Unknown;
                    }

                    ofType = true;
                    break;
            }
        }

        if (ofType)
        {
            return Governor.Type;
        }

        if (IsEndedByUsing(waited, interest, wait))
        {
            return Governor.Scope;
        }

        return acts.Count == 0 ? Governor.Nothing
            : scope.EachPathPasses(acts, start) ? Governor.Scope
            : Governor.ScopeOnSomePaths;
    }

    /// <summary>
    /// Whether nobody can act on the object where it can't be seen: it is the scope's own or was given to it, or it is made and kept
    /// by the type. What a field was given from outside, its giver may end.
    /// </summary>
    private bool CanAllUsesBeSeen(WaitedObject waited) => waited.Root switch
    {
        IParameterSymbol parameter => scope.IsGiven(parameter) && !IsPrimaryConstructorParameter(parameter),
        ILocalSymbol local => model.Values.HoldsOnlyNew(local),
        ISymbol member => model.World.IsClosed(member) && model.Values.HoldsOnlyNew(member),
    };

    private static bool IsPrimaryConstructorParameter(IParameterSymbol parameter) =>
        parameter.DeclaringSyntaxReferences is [var reference, ..]
        && reference.GetSyntax() is ParameterSyntax { Parent.Parent: TypeDeclarationSyntax };

    /// <summary>Whether a write never waits: the channel has no bound, or is the scope's own and not written to often enough to be full.</summary>
    private bool NeverWaits(WaitedObject waited, Wait wait)
    {
        if (wait.For != WaitsFor.Room || waited.Root is IParameterSymbol)
        {
            return false;
        }

        foreach (ExpressionSyntax value in model.Values.Of(waited.Root) ?? [])
        {
            if (ChannelCreation.NeverMakesWritersWait(value, model)
                || waited.Root is ILocalSymbol local && scope.Declares(local) && !ChannelCreation.CanBeFilled(value, wait, start, model))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the wait is for the ticks of a timer that the scope was given: a timer has one owner, who may dispose it.</summary>
    private static bool IsGivenTimer(WaitedObject waited, Wait wait) => wait.For == WaitsFor.Tick && waited.Root is IParameterSymbol;

    /// <summary>Whether a <c>using</c> disposes the object; that of the waiting work itself is reached only when the wait has ended.</summary>
    private bool IsEndedByUsing(WaitedObject waited, Interest interest, Wait wait)
    {
        foreach (AccessPath name in waited.Names)
        {
            if (name is { Members.IsEmpty: true, Root: ILocalSymbol local }
                && SyntaxQueries.IsDeclaredByUsing(local)
                && interest.Of(ObjectUses.OfUsing(local.Type, model)) == UseEffect.Ends
                && !wait.Functions.Contains(SyntaxQueries.EnclosingFunction(local.DeclaringSyntaxReferences[0].GetSyntax())))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// What ends a wait whose token a scope was given: the caller, unless the scope is open to its own type only, and each call
    /// there gives a token that something else cancels.
    /// </summary>
    private Governor OfGivers(IParameterSymbol parameter, Wait wait)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol method || !PrivateCalls.AreAll(method))
        {
            return Governor.Caller;
        }

        var resolver = new TokenResolver(model, options);
        Governor weakest = Governor.Unknown;
        int callers = 0;
        foreach (IInvocationOperation? invocation in PrivateCalls.Of(method, model))
        {
            if (invocation is null || ++callers > MostCallers)
            {
                return Governor.Unknown;
            }

            Governor governor = Governor.Nothing;
            foreach (Canceller giver in invocation.ArgumentAt(parameter.Ordinal) is { } argument ? resolver.Resolve(argument.Value).Cancellers : [])
            {
                governor = Governors.Merge(governor, OfGiver(giver, wait));
            }

            weakest = governor < weakest ? governor : weakest;
        }

        return callers == 0 || weakest < Governor.Caller ? Governor.Caller : weakest;
    }

    private Governor OfGiver(Canceller giver, Wait wait) => giver.Kind switch
    {
        CancellerKind.Timer => Governor.Bound,
        CancellerKind.Application => Governor.Application,
        CancellerKind.Giver or CancellerKind.GiverOfSource => Governor.Caller,
        CancellerKind.Holder when giver.Symbol is IFieldSymbol or IPropertySymbol =>
            OfEnds(WaitedObject.Of(giver.Symbol), Interest.InCancel, wait),
        CancellerKind.NobodyOnPurpose => Governor.NothingOnPurpose,
        _ => Governor.Unknown,
    };

    private bool IsGivenToType(IParameterSymbol parameter) =>
        parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor, ContainingType: var type }
        && KnownSymbols.Same(type, scope.Type);

    /// <summary>
    /// What ends a wait on an object that a private scope was given: nothing, where each of its callers in the type gives
    /// an object that nothing ends. What others give can't be seen, so a scope that is open to them is judged by itself.
    /// </summary>
    private Governor OfCallers(IParameterSymbol parameter, Wait wait)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol method || !PrivateCalls.AreAll(method))
        {
            return Governor.Nothing;
        }

        int callers = 0;
        var resolver = new ObjectResolver(model);
        foreach (IInvocationOperation? call in PrivateCalls.Of(method, model))
        {
            if (call is not null && (++callers > MostCallers || !IsEndedByNobody(call, parameter, resolver, wait)))
            {
                return Governor.Unknown;
            }
        }

        return Governor.Nothing;
    }

    private bool IsEndedByNobody(IInvocationOperation call, IParameterSymbol parameter, ObjectResolver resolver, Wait wait)
    {
        if (call.ArgumentAt(parameter.Ordinal) is not { ArgumentKind: ArgumentKind.Explicit } argument)
        {
            return false;
        }

        WaitedObject given = resolver.Resolve(argument.Value);
        return !given.IsUnknown
            && (given.Root is IParameterSymbol || OfEnds(given, wait.Interest, wait) == Governor.Nothing);
    }
}
