using LeakAnalyzer.Facts;
using LeakAnalyzer.Flow;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tasks;

/// <summary>Tells whether a function that starts a task cancels the <c>CancellationTokenSource</c> in a local before it exits.</summary>
internal sealed class LocalSources(Scope scope, SyntaxNode start, LeakModel model)
{
    /// <summary>
    /// Finds the worst state that a source can have when the function that starts the task exits. Unknown for a source that is also put into a field
    /// (<see cref="KeptSources"/>), unless the function cancels it on each path.
    /// </summary>
    /// <param name="source">The local that holds the source.</param>
    /// <param name="wait">A wait that the source should end.</param>
    /// <param name="cancelledAt">A use of the source that is treated as a cancellation, for a fix that would insert one there; null for none.</param>
    /// <param name="exits">Receives the exits at which the source isn't cancelled; null if the caller doesn't need them.</param>
    public SourceLife LifeOf(ILocalSymbol source, Wait wait, SyntaxNode? cancelledAt = null, OpenExits? exits = null)
    {
        if (!scope.Declares(source) || !model.Values.HoldsOnlyNew(source))
        {
            return SourceLife.Unknown;
        }

        ISymbol? keeper = KeptSources.KeeperOf(source, model);
        var flow = new SourceFlow(source, start, model);
        flow.Births.UnionWith(model.Values.Of(source) ?? []);
        bool isDisposedAtTheEnd = SyntaxQueries.IsDeclaredByUsing(source);
        var joined = ScopeJoins.Of(start, scope, model);
        if (joined.IsHandedOn)
        {
            return SourceLife.Unknown;
        }

        foreach (SyntaxNode join in joined.Joins)
        {
            flow.ActsForDependants[join] = _ => SourceLife.Cancelled; // nothing waits with the token any more
        }

        if (exits is not null)
        {
            exits.IsEndedOnSomePath = joined.Joins.Count > 0;
        }

        var waited = WaitedObject.Of(source);
        foreach (ObjectUse use in model.UsesOf(waited))
        {
            if (keeper is not null && use.Name.Root is not ILocalSymbol && !IsOfPresent(use, source, keeper))
            {
                continue; // it may be a use of another source, which was or will be in the field
            }

            UseEffect effect = keeper is null && (use.Effects.May & Effect.Stored) != 0 ? UseEffect.Unknown : Interest.InCancel.Of(use.Effects);
            if (effect == UseEffect.Harmless)
            {
                continue;
            }

            switch (effect == UseEffect.Unknown ? ActPlace.Elsewhere : ActPlaces.Of(use, waited, wait, scope, model))
            {
                case ActPlace.AfterTheWait:
                    break;
                case ActPlace.InTheScope when use.IsUsingStatement:
                    isDisposedAtTheEnd = true;
                    break;
                case ActPlace.InTheScope:
                    flow.Acts[use.Act] = Act(use.Act == cancelledAt ? UseEffect.Ends : effect);
                    if (exits is not null)
                    {
                        exits.IsEndedOnSomePath |= effect != UseEffect.Disposes;
                    }

                    break;
                default:
                    return SourceLife.Unknown;
            }
        }

        var unknown = new History<SourceLife>(null, SourceLife.Unknown, null);
        Action<SyntaxNode?, History<SourceLife>>? addExit = exits is null ? null : (place, state) =>
        {
            if (state.Worst is SourceLife.Live or SourceLife.Disposed)
            {
                exits.Add(place);
            }
        };

        // The state is null if no path reaches the exit: then the source isn't lost, as if it were cancelled.
        SourceLife life = (scope.StateAtExit(default, unknown, flow, addExit) ?? default).Worst ?? SourceLife.Cancelled;
        life = isDisposedAtTheEnd ? SourceLives.After(UseEffect.Disposes, life) : life;
        return keeper is not null && life != SourceLife.Cancelled ? SourceLife.Unknown : life;
    }

    /// <summary>Whether a use in the function, after the source is put into a field, refers to that field itself.</summary>
    private bool IsOfPresent(ObjectUse use, ILocalSymbol source, ISymbol keeper) =>
        SyntaxQueries.EnclosingFunction(use.Act) == scope.Function
        && KeptSources.StoreOf(source, model) is { } store
        && store.Span.End <= use.Act.SpanStart
        && model.Uses.In(use.Act, keeper).Any(name => !SyntaxQueries.IsWritten(name, out _));

    private static Func<SourceLife, SourceLife> Act(UseEffect effect) => life => SourceLives.After(effect, life);

    private sealed class SourceFlow : Lifecycle<SourceLife>
    {
        private readonly ILocalSymbol _source;

        public SourceFlow(ILocalSymbol source, SyntaxNode start, LeakModel model)
            : base(source, start, SourceLife.Live, model)
        {
            _source = source;
            Replacements.UnionWith((model.Values.Of(source) ?? []).Where(SyntaxQueries.IsNull));
        }

        protected override Func<SourceLife, SourceLife>? ActOf(IOperation condition, bool outcome) =>
            outcome
            && condition is IPropertyReferenceOperation { Instance: ILocalReferenceOperation { Local: var local } } asked
            && SymbolEqualityComparer.Default.Equals(local, _source)
            && Code.Calls.Of(asked) is { Result: ResultKind.StateOf }
                ? Act(UseEffect.Ends)
                : null;
    }
}
