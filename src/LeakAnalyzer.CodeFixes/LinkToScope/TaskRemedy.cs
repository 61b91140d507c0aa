using System.Collections.Immutable;
using LeakAnalyzer.CodeFixes.OwnerCancel;
using LeakAnalyzer.CodeFixes.PassToken;
using LeakAnalyzer.CodeFixes.Reports;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Races;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.CodeFixes.LinkToScope;

/// <summary>Decides which token, or which source of the scope or of its object, is right for some waits of a task.</summary>
internal static class TaskRemedy
{
    /// <summary>The remedy for some waits of a task that nothing ends.</summary>
    public static Remedy For(StartedTask task, IReadOnlyList<Wait> waits, LeakModel model)
    {
        bool goesOn = task.Scope.GoesOnAfter(task.Start.Call.Syntax);
        TokenRoute? route = MayBeCancelled(task) ? RouteTo(waits, task, model) : null;
        Remedy byScope = route is null ? Remedy.None : For(task, waits, route, goesOn, model);
        return OrByOwner(byScope, OwnerRemedy.For(task, waits, keeper: null, route, model), goesOn);
    }

    /// <summary>The remedy for the waits of a task that a type keeps.</summary>
    public static Remedy For(KeptTask kept, IReadOnlyList<Wait> waits, LeakModel model) =>
        OwnerRemedy.For(kept.Task, waits, kept.Keeper, RouteTo(waits, kept.Task, model), model) ?? Remedy.None;

    /// <summary>The remedy by a token that the scope can name, or by a source that it cancels.</summary>
    private static Remedy For(StartedTask task, IReadOnlyList<Wait> waits, TokenRoute route, bool goesOn, LeakModel model)
    {
        ImmutableArray<TokenSlot> slots = route.Slots;
        List<ISymbol> tokens = TokensInReach.Of(task, model);
        ISymbol? own = GoverningTokens.OfScope(tokens, waits, task, model);
        ISymbol? token = own ?? (tokens.Count == 1 ? tokens[0] : null);
        if (route.Given is { } given && !KnownSymbols.Same(given, token))
        {
            return Remedy.None;
        }

        if (own is not null)
        {
            return new Remedy(ImmutableArray.Create(FixKind.PassToken), own.Name, slots) { Relays = route.Relays };
        }

        var fixes = ImmutableArray.CreateBuilder<FixKind>();
        if (goesOn && tokens.Count <= 1 && !HandedOutTask.MayGoOn(task.Scope, model))
        {
            if (token is not null)
            {
                // What the scope hands over already must give way to the linked token.
                if (WithPlacesOf(token, slots, [.. waits, .. WaitsForCaller(task)], task, model) is { } places)
                {
                    slots = places;
                }
                else if (route.Given is not null)
                {
                    return Remedy.None;
                }
            }

            fixes.Add(FixKind.LinkToScope);
            if (token is null && SignatureFreedom.MayGainParameter(task.Scope.Symbol!, model))
            {
                fixes.Add(FixKind.LinkToNewParameter);
            }
        }
        else if (!goesOn && token is not null && GoverningTokens.Governs(token, waits, task, model))
        {
            fixes.Add(FixKind.PassToken);
        }

        return new Remedy(fixes.ToImmutable(), token?.Name, slots) { Relays = route.Relays };
    }

    /// <summary>The remedy for some waits of a task that only the token of the scope's caller ends, while the scope goes on.</summary>
    public static Remedy ForCaller(StartedTask task, IReadOnlyList<Wait> waits, LeakModel model)
    {
        if (OnlyGiver(waits) is not { } token
            || !MayBeCancelled(task)
            || TokenRoute.To(waits, task, model) is not { Slots: { IsEmpty: false } slots, Relays.IsEmpty: true }
            || WithPlacesOf(token, slots, waits, task, model) is not { } places)
        {
            return Remedy.None;
        }

        List<ISymbol> tokens = TokensInReach.Of(task, model);
        if (!tokens.Contains(token, SymbolEqualityComparer.Default))
        {
            return Remedy.None;
        }

        return GoverningTokens.OfScope(tokens, waits, task, model) is { } own && GoverningTokens.IsLinkedTo(own, token, task, model)
            ? new Remedy(ImmutableArray.Create(FixKind.PassToken), own.Name, places)
            : HandedOutTask.MayGoOn(task.Scope, model) ? Remedy.None
            : new Remedy(ImmutableArray.Create(FixKind.LinkToScope), token.Name, places);
    }

    /// <summary>The same, or by what the scope's object does at its end. Where the scope goes on, it has a source of its own; only what a source lacks is told.</summary>
    private static Remedy OrByOwner(Remedy byScope, Remedy? byOwner, bool goesOn) =>
        byOwner?.Owner is not { } owner || goesOn && owner.Home != SourceHome.Passed ? byScope
        : byScope.Fixes.IsEmpty ? byOwner with { Token = byScope.Token }
        : byScope with { Fixes = byScope.Fixes.Add(FixKind.CancelOnDispose), Owner = owner };

    /// <summary>Whether the work may be cancelled in the scope's course: that ends no process, and the scope can have a <c>finally</c> of its own.</summary>
    public static bool MayBeCancelled(StartedTask task) =>
        task.Start.FaultFate != FaultFate.CrashesProcess && task.Scope.Symbol is { MethodKind: not MethodKind.Destructor };

    /// <summary>The way to some waits, and to the endless loops too, which would be reported next.</summary>
    private static TokenRoute? RouteTo(IReadOnlyList<Wait> waits, StartedTask task, LeakModel model) =>
        TokenRoute.To([.. waits, .. task.Waits.Where(governed => governed.IsEndlessLoop).Select(governed => governed.Wait)], task, model)
        ?? TokenRoute.To(waits, task, model);

    /// <summary>The waits that a task would leave to its caller: what ends the others would not end them.</summary>
    private static IEnumerable<Wait> WaitsForCaller(StartedTask task) =>
        task.Waits.Where(governed => governed.IsLeftToCaller).Select(governed => governed.Wait);

    /// <summary>The only token by which the caller ends some waits; null where they have several, or get it through a source in between.</summary>
    private static IParameterSymbol? OnlyGiver(IReadOnlyList<Wait> waits)
    {
        IParameterSymbol? only = null;
        foreach (Canceller canceller in waits.SelectMany(wait => wait.Token.Cancellers))
        {
            if (canceller.Kind == CancellerKind.NobodyOnPurpose)
            {
                continue;
            }

            if (canceller is not { Kind: CancellerKind.Giver, Symbol: IParameterSymbol giver, Source: null } || only is not null && !KnownSymbols.Same(only, giver))
            {
                return null;
            }

            only = giver;
        }

        return only;
    }

    /// <summary>
    /// Some places for a token, and those at which the work names the token that it is linked to. So the work sees one token only, and
    /// a loop that asks for it ends with the wait in it.
    /// </summary>
    /// <returns>Null where another token can't take each place.</returns>
    public static ImmutableArray<TokenSlot>? WithPlacesOf(
        ISymbol token, ImmutableArray<TokenSlot> slots, IReadOnlyList<Wait> waits, StartedTask task, LeakModel model)
    {
        if (TokenUses.Of(token, task, waits, model) is not { } uses || uses.Exists(use => !TokenRouter.CanCapture(use.Node, task.Scope.Function)))
        {
            return null;
        }

        var all = new TokenSlots();
        foreach (TokenSlot slot in slots.Concat(uses))
        {
            all.Add(slot);
        }

        return all.All.ToImmutableArray();
    }
}
