using System.Collections.Immutable;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Races;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.CodeFixes.PassToken;

/// <summary>The route of a token from a scope (a function that starts a task) to some waits of the task.</summary>
/// <param name="Slots">The slots (places) for the token in the scope's own code.</param>
/// <param name="Relays">The called functions through which the token is passed to the waits.</param>
/// <param name="Given">The variable with the token that the scope already passes to one of the relays; null if the scope passes no token to them.</param>
internal sealed record TokenRoute(ImmutableArray<TokenSlot> Slots, ImmutableArray<TokenRelay> Relays, ISymbol? Given)
{
    /// <summary>Finds the route of a token to some waits of a task; null if the token can't reach one of the waits.</summary>
    public static TokenRoute? To(IEnumerable<Wait> waits, StartedTask task, LeakModel model) => new TokenRouter(task, model).RouteTo(waits);
}

/// <summary>A set of slots for a token. It contains no slot that lies inside an expression that the token replaces.</summary>
internal sealed class TokenSlots
{
    private readonly List<TokenSlot> _slots = [];

    public IReadOnlyList<TokenSlot> All => _slots;

    /// <summary>
    /// Adds a slot, unless the slot lies inside an expression that the token replaces. If the token replaces the expression of the new slot,
    /// the slots inside that expression are removed.
    /// </summary>
    public void Add(TokenSlot slot)
    {
        if (_slots.Contains(slot) || _slots.Exists(other => other.Kind == TokenSlotKind.ReplaceArgument && other.Span.Contains(slot.Span)))
        {
            return;
        }

        if (slot.Kind == TokenSlotKind.ReplaceArgument)
        {
            _slots.RemoveAll(other => slot.Span.Contains(other.Span));
        }

        _slots.Add(slot);
    }
}

/// <summary>A relay: a called function through which a token is passed on its way to the waits of a task that nobody joins.</summary>
/// <param name="Function">The declaration of the function, which may be in another file than the scope.</param>
/// <param name="Parameter">The name of the existing parameter that takes the token; null if a new parameter must be added.</param>
/// <param name="Slots">The slots for the token in the function: at its waits, and at the calls through which it passes the token to other relays.</param>
internal sealed record TokenRelay(SyntaxNode Function, string? Parameter, IReadOnlyList<TokenSlot> Slots);
