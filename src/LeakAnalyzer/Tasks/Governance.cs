using LeakAnalyzer.Facts;
using LeakAnalyzer.Options;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tasks;

/// <summary>Finds what can end (governs) a wait.</summary>
/// <param name="model">The compilation's model.</param>
/// <param name="options">The user's options for the file.</param>
/// <param name="scope">The function that begins the wait, or starts the task that waits.</param>
/// <param name="start">The call that begins the wait, or starts the task that waits.</param>
/// <param name="asksAll">Whether the object that is waited on is examined even if the token's canceller is unknown.</param>
/// <param name="end">The type's disposal or stop, if no other code of the type counts; null if all counts.</param>
internal sealed class Governance(LeakModel model, LeakOptions options, Scope scope, SyntaxNode start, TypeEnd? end = null, bool asksAll = false)
{
    private const int MostCallers = 16;

    private readonly LocalSources _sources = new(scope, start, model);
    private readonly ObjectEnds _ends = new(model, scope, start, end);

    /// <summary>Finds what can end a wait, and the <c>CancellationTokenSource</c> in a local that should end it but isn't cancelled on every path.</summary>
    public GovernedWait Of(Wait wait)
    {
        if (wait.Loop is { UsesClosableMember: true } loop)
        {
            wait = wait with { Loop = ClosedMembers.WithoutUnclosed(loop, model) };
        }

        wait = WithKeepers(wait);
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

        Governor byObject = wait.Object is null || wait.IsUnseen || governor == Governor.Unknown && !asksAll && wait.For != WaitsFor.Permit ? Governor.Nothing : OfObject(wait.Object, wait);
        return new GovernedWait(wait, Governors.Merge(governor, byObject), governor, lostSource) { ByObject = byObject, Doubt = DoubtOf(governor, byObject) };
    }

    /// <summary>
    /// Gets a wait with the field in its token's origin, instead of the local in which a source is first made. A source that the function itself cancels on each
    /// path stays the local's.
    /// </summary>
    private Wait WithKeepers(Wait wait)
    {
        TokenOrigin token = FieldSources.WithKeepers(wait.Token, model, local => scope.Declares(local) && _sources.LifeOf(local, wait) == SourceLife.Cancelled);
        return token == wait.Token ? wait : wait with { Token = token };
    }

    private Doubt DoubtOf(Governor byToken, Governor byObject) =>
        byToken == Governor.Unknown ? Doubt.UnseenToken
        : byObject == Governor.Unknown ? _ends.Doubt
        : byToken == Governor.Application || byObject == Governor.Application ? Doubt.EndsWithApplication
        : Doubt.None;

    private Governor Of(Canceller canceller, Wait wait)
    {
        if (canceller.Source is { } between && _sources.LifeOf(between, wait) == SourceLife.Disposed)
        {
            return wait.Loop is { ThrowsAfterDisposal: true } ? Governor.Scope : Governor.Nothing;
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
            case CancellerKind.GiverOfSource when scope.IsGiven((IParameterSymbol)canceller.Symbol!):
                return Governor.Caller;
            case CancellerKind.Giver when IsGivenToType((IParameterSymbol)canceller.Symbol!):
            case CancellerKind.GiverOfSource when IsGivenToType((IParameterSymbol)canceller.Symbol!) && IsOwned(canceller.Symbol!):
                return Governor.TypesGiver;
            case CancellerKind.Holder when canceller.Symbol is ILocalSymbol local && scope.Declares(local):
                return _sources.LifeOf(local, wait) switch
                {
                    SourceLife.Cancelled => Governor.Scope,
                    SourceLife.Bounded => Governor.Bound,
                    SourceLife.Live => Governor.Nothing,
                    SourceLife.Disposed => wait.Loop is { } loop && (loop.ThrowsAfterDisposal || SourceReads.InLoop(wait.Syntax, local, model)) ? Governor.Scope : Governor.ScopeOnSomePaths,
                    _ => Governor.Unknown,
                };
            case CancellerKind.Holder:
                Governor byHolder = _ends.Of(HeldIn(canceller.Symbol!), Interest.InCancel, wait);
                return byHolder == Governor.Nothing && FieldSources.DisposalEndsLoop(wait, canceller.Symbol!, model) ? Governor.Type : byHolder;
            default:
                return Governor.Unknown;
        }
    }

    /// <summary>Gets the <c>CancellationTokenSource</c> in a variable, with the other variables that hold it, such as a constructor's parameter.</summary>
    private WaitedObject HeldIn(ISymbol holder) => holder is IFieldSymbol or IPropertySymbol ? new ObjectResolver(model).OfMember(holder) : WaitedObject.Of(holder);

    /// <summary>Finds what can end a wait through the object that is waited on, such as by completing a channel.</summary>
    public Governor OfObject(WaitedObject waited, Wait wait) => _ends.OfObject(waited, wait);

    /// <summary>Finds what can cancel the token in a parameter: a caller or, for a private function, the weakest of what its callers pass.</summary>
    private Governor OfGivers(IParameterSymbol parameter, Wait wait)
    {
        if (model.FunctionWith(parameter, start) is not { } method || !PrivateCalls.AreAll(method))
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
            foreach (Canceller giver in invocation.ValueFor(parameter) is { } argument ? FieldSources.WithKeepers(resolver.Resolve(argument), model).Cancellers : [])
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
            _ends.Of(WaitedObject.Of(giver.Symbol), Interest.InCancel, wait),
        CancellerKind.NobodyOnPurpose => Governor.NothingOnPurpose,
        _ => Governor.Unknown,
    };

    /// <summary>Whether the type disposes a <c>CancellationTokenSource</c> that was passed to it, so that who passed it no longer cancels it.</summary>
    private bool IsOwned(ISymbol source) => model.UsesOf(WaitedObject.Of(source)).Exists(use => (use.Effects.May & Effect.Disposes) != 0);

    private bool IsGivenToType(IParameterSymbol parameter) =>
        parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor, ContainingType: var type }
        && KnownSymbols.Same(type, scope.Type);
}
