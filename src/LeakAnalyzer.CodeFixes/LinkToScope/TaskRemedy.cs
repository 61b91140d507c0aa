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
    public static Remedy For(OwnedTask kept, IReadOnlyList<Wait> waits, LeakModel model) =>
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
                // Where the scope passes its own token to the work, the linked token takes its place.
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

    /// <summary>Chooses between the remedy of the scope and that of its object. A scope that goes on gets a source of its own; of the object's remedy it takes only a missing cancel.</summary>
    private static Remedy OrByOwner(Remedy byScope, Remedy? byOwner, bool goesOn) =>
        byOwner?.Owner is not { } owner || goesOn && owner.Home != SourceHome.Passed ? byScope
        : byScope.Fixes.IsEmpty ? byOwner with { Token = byScope.Token }
        : byScope with { Fixes = byScope.Fixes.Add(FixKind.CancelOnDispose), Owner = owner };

    /// <summary>Whether the scope may cancel the work: the cancellation doesn't crash the process, and a <c>finally</c> can be written in the scope.</summary>
    public static bool MayBeCancelled(StartedTask task) =>
        task.Start.FaultFate != FaultFate.CrashesProcess && task.Scope.Symbol is { MethodKind: not MethodKind.Destructor };

    /// <summary>The route to some waits and to the endless loops, which would be reported next.</summary>
    private static TokenRoute? RouteTo(IReadOnlyList<Wait> waits, StartedTask task, LeakModel model) =>
        TokenRoute.To([.. waits, .. task.Waits.Where(governed => governed.IsEndlessLoop).Select(governed => governed.Wait)], task, model)
        ?? TokenRoute.To(waits, task, model);

    /// <summary>The waits that only the caller's token ends: a token for the other waits would not end them.</summary>
    private static IEnumerable<Wait> WaitsForCaller(StartedTask task) =>
        task.Waits.Where(governed => governed.IsLeftToCaller).Select(governed => governed.Wait);

    /// <summary>The only parameter whose token ends some waits; null where there are several, or where the token reaches the waits through another source.</summary>
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
    /// The given slots, and those at which the work uses the token that the new one is linked to. So the work has one token only, and
    /// a loop that tests its token ends together with the wait in it.
    /// </summary>
    /// <returns>Null where the new token can't be used in one of the slots.</returns>
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
