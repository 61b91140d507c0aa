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

/// <summary>
/// Decides which fixes are right for some waits of a task. A fix passes to the waits a token that the scope (the function that starts the task) can
/// already use, the token of a new <c>CancellationTokenSource</c> that the scope cancels, or the token of a source that is cancelled when the object
/// that starts the task is disposed or stopped.
/// </summary>
internal static class TaskRemedy
{
    /// <summary>Gets the fixes for the given waits of a detached task (a task that nobody joins). Nothing ends these waits.</summary>
    public static Remedy For(StartedTask task, IReadOnlyList<Wait> waits, LeakModel model)
    {
        bool goesOn = task.Scope.GoesOnAfter(task.Start.Call.Syntax);
        TokenRoute? route = MayBeCancelled(task) ? RouteTo(waits, task, model) : null;
        Remedy byScope = route is null ? Remedy.None : For(task, waits, route, goesOn, model);
        return OrByOwner(byScope, OwnerRemedy.For(task, waits, keeper: null, route, model), goesOn);
    }

    /// <summary>
    /// Gets the fixes for some waits of a task that outlives the object that starts it: a disposable object or a hosted service. There are none if that
    /// object is of a type derived from the type that starts the task: a fix would change the disposal of the base type, and other derived types may
    /// end the task in another way.
    /// </summary>
    public static Remedy For(OwnedTask kept, IReadOnlyList<Wait> waits, LeakModel model) =>
        (kept.IsOfHeir ? null : OwnerRemedy.For(kept.Task, waits, kept.Keeper, RouteTo(waits, kept.Task, model), model)) ?? Remedy.None;

    /// <summary>Gets the fixes that pass a token which the scope can already use, or the token of a new source that the scope cancels.</summary>
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
                // The task may already use 'token' at some places. The token of the new linked source replaces it there too.
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

    /// <summary>
    /// Gets the fixes for some waits of a task that only a token from the scope's caller ends, although the scope continues to work after it has started
    /// the task.
    /// </summary>
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
    /// Combines the fixes by which the scope ends the waits (<paramref name="byScope"/>) with the fix that lets the waits end when the object that
    /// starts the task is disposed (<paramref name="byOwner"/>). If the scope continues to work after the start, the second fix is offered only if
    /// the waits already have the token of a source that the object holds and never cancels.
    /// </summary>
    private static Remedy OrByOwner(Remedy byScope, Remedy? byOwner, bool goesOn) =>
        byOwner?.Owner is not { } owner || goesOn && owner.Home != SourceHome.Passed ? byScope
        : byScope.Fixes.IsEmpty ? byOwner with { Token = byScope.Token }
        : byScope with { Fixes = byScope.Fixes.Add(FixKind.CancelOnDispose), Owner = owner };

    /// <summary>
    /// Whether a fix may cancel the task: the exception of the cancellation doesn't crash the process, and the scope is a function other than a finalizer.
    /// </summary>
    public static bool MayBeCancelled(StartedTask task) =>
        task.Start.FaultFate != FaultFate.CrashesProcess && task.Scope.Symbol is { MethodKind: not MethodKind.Destructor };

    /// <summary>
    /// Finds the route of a token to some waits and to the endless loops of the task, because a rule would report these loops once the waits have the
    /// token. If the token can't reach one of the loops, finds the route to the waits alone. Null if the token can't reach one of the waits.
    /// </summary>
    private static TokenRoute? RouteTo(IReadOnlyList<Wait> waits, StartedTask task, LeakModel model) =>
        TokenRoute.To([.. waits, .. task.Waits.Where(governed => governed.IsEndlessLoop).Select(governed => governed.Wait)], task, model)
        ?? TokenRoute.To(waits, task, model);

    /// <summary>
    /// Finds the waits of the task that only the caller's token ends. The token of the new linked source must be passed to these waits too, because it
    /// ends only the waits that have it.
    /// </summary>
    private static IEnumerable<Wait> WaitsForCaller(StartedTask task) =>
        task.Waits.Where(governed => governed.IsLeftToCaller).Select(governed => governed.Wait);

    /// <summary>
    /// Gets the token parameter that is the only thing that can cancel the given waits. Null if anything else can cancel one of them, or if a wait has the
    /// token of a source that is linked to the parameter.
    /// </summary>
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
    /// Gets the given slots, and a slot for each place where the task uses <paramref name="token"/>. The fix writes the token of a source that is
    /// linked to <paramref name="token"/> into all of them, so that a loop that tests the token ends together with the wait in the loop.
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
