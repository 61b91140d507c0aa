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

/// <summary>Decides which fixes are right for some waits of a task. Each fix passes a token to the waits.</summary>
internal static class TaskRemedy
{
    /// <summary>Gets the fixes for waits that nothing ends, of a task that nobody awaits.</summary>
    public static Remedy For(StartedTask task, IReadOnlyList<Wait> waits, LeakModel model)
    {
        bool goesOn = task.Scope.GoesOnAfter(task.Start.Call.Syntax);
        TokenRoute? route = MayBeCancelled(task) ? RouteTo(waits, task, model) : null;
        Remedy byScope = route is null ? Remedy.None : For(task, waits, route, goesOn, model);
        return OrByOwner(byScope, OwnerRemedy.For(task, waits, keeper: null, route, model), goesOn);
    }

    /// <summary>
    /// Gets the fixes for some waits of a task that outlives the object that starts it. There are none if the object is of a derived type, because a fix would
    /// change the disposal of the base type and so of all its derived types.
    /// </summary>
    public static Remedy For(OwnedTask kept, IReadOnlyList<Wait> waits, LeakModel model) =>
        (kept.IsOfHeir ? null : OwnerRemedy.For(kept.Task, waits, kept.Keeper, RouteTo(waits, kept.Task, model), model)) ?? Remedy.None;

    /// <summary>Gets the fixes that pass a token which the function can already use, or the token of a new source that it cancels.</summary>
    private static Remedy For(StartedTask task, IReadOnlyList<Wait> waits, TokenRoute route, bool goesOn, LeakModel model)
    {
        ImmutableArray<TokenSlot> slots = route.Slots;
        List<ISymbol> tokens = TokensInReach.Of(task, model);
        if (!goesOn && tokens.Count == 0 && !task.Scope.IsStatic && model.Catalogue.Find(task.Scope.Type)?.CallToken is { } callToken)
        {
            return new Remedy(ImmutableArray.Create(FixKind.PassToken), Token: null, slots) { Relays = route.Relays, CallToken = callToken };
        }

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
        if (goesOn && tokens.Count <= 1 && !HandedOutTask.MayReturnRunningTask(task.Scope, model))
        {
            if (token is not null)
            {
                // The task may already use 'token' elsewhere. The token of the new linked source replaces it there too.
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
        else if (!goesOn && token is not null && !(task.Scope.Symbol is { } method && Lifetimes.IsHostsStart(method, model)) && GoverningTokens.Governs(token, waits, task, model))
        {
            fixes.Add(FixKind.PassToken);
        }

        return new Remedy(fixes.ToImmutable(), token?.Name, slots) { Relays = route.Relays };
    }

    /// <summary>Gets the fixes for waits that only the caller's token ends, although the function continues to work after it has started the task.</summary>
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
            : HandedOutTask.MayReturnRunningTask(task.Scope, model) ? Remedy.None
            : new Remedy(ImmutableArray.Create(FixKind.LinkToScope), token.Name, places);
    }

    /// <summary>
    /// Combines the fixes that change the function which starts the task (<paramref name="byScope"/>) with the fix that changes the disposal of the function's
    /// object. If the function works on after the start, the latter fix is used only if the task already has a token of the object that nobody cancels.
    /// </summary>
    private static Remedy OrByOwner(Remedy byScope, Remedy? byOwner, bool goesOn) =>
        byOwner?.Owner is not { } owner || goesOn && owner.Home != SourceHome.Passed ? byScope
        : byScope.Fixes.IsEmpty ? byOwner with { Token = byScope.Token }
        : byScope with { Fixes = byScope.Fixes.Add(FixKind.CancelOnDispose), Owner = owner };

    /// <summary>Whether a fix may cancel the task: its exception doesn't crash the process, and no finalizer starts it.</summary>
    public static bool MayBeCancelled(StartedTask task) =>
        task.Start.FaultFate != FaultFate.CrashesProcess && task.Scope.Symbol is { MethodKind: not MethodKind.Destructor };

    /// <summary>
    /// Finds how a token reaches the given waits and, if possible, the endless loops of the task: a rule would report the loops once the waits have the token.
    /// Null if the token can't reach the given waits.
    /// </summary>
    private static TokenRoute? RouteTo(IReadOnlyList<Wait> waits, StartedTask task, LeakModel model) =>
        TokenRoute.To([.. waits, .. task.Waits.Where(governed => governed.IsEndlessLoop).Select(governed => governed.Wait)], task, model)
        ?? TokenRoute.To(waits, task, model);

    /// <summary>
    /// Finds the waits that only the caller's token ends. They get the token of the new linked source too, because it ends only waits that have it.
    /// </summary>
    private static IEnumerable<Wait> WaitsForCaller(StartedTask task) =>
        task.Waits.Where(governed => governed.IsLeftToCaller).Select(governed => governed.Wait);

    /// <summary>Gets the token parameter that alone can cancel the given waits; null if there is none.</summary>
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
    /// Adds to the given slots each place where the task uses <paramref name="token"/>, so that the token of the new linked source replaces it everywhere.
    /// </summary>
    /// <returns>Null if the token of the linked source can't replace <paramref name="token"/> at one of its uses.</returns>
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
