using System.Collections.Immutable;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Races;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.CodeFixes.PassToken;

/// <summary>The way of a token from the function that starts a task to some waits of the task.</summary>
/// <param name="Slots">Where the token is written in that function.</param>
/// <param name="Relays">The called functions through which the token is passed to the waits.</param>
/// <param name="Given">The variable with the token that the function already passes to a relay; null if it passes none.</param>
internal sealed record TokenRoute(ImmutableArray<TokenSlot> Slots, ImmutableArray<TokenRelay> Relays, ISymbol? Given)
{
    /// <summary>Finds the route of a token to some waits of a task; null if the token can't reach all of them.</summary>
    public static TokenRoute? To(IEnumerable<Wait> waits, StartedTask task, LeakModel model) => new TokenRouter(task, model).RouteTo(waits);
}

/// <summary>A set of slots (places in the code where a token is written). No slot lies inside an expression that the token replaces.</summary>
internal sealed class TokenSlots
{
    private readonly List<TokenSlot> _slots = [];

    public IReadOnlyList<TokenSlot> All => _slots;

    /// <summary>
    /// Adds a slot, unless it lies inside an expression that the token replaces. Slots inside an expression that the new slot replaces are removed.
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

/// <summary>A called function through which a token is passed on its way to the waits of a task.</summary>
/// <param name="Function">The declaration of the function.</param>
/// <param name="Parameter">The name of the existing parameter that takes the token; null if a new parameter must be added.</param>
/// <param name="Slots">Where the token is written in the function: at its waits, and at its calls of other such functions.</param>
internal sealed record TokenRelay(SyntaxNode Function, string? Parameter, IReadOnlyList<TokenSlot> Slots);
