using System.Collections.Immutable;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Races;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.CodeFixes.PassToken;

/// <summary>The route of a token from a scope to some waits of the work that it starts.</summary>
/// <param name="Slots">Where it goes in the scope's own code.</param>
/// <param name="Relays">The called functions that it goes through.</param>
/// <param name="Given">The variable whose token the scope passes to one of them already; null where it passes none.</param>
internal sealed record TokenRoute(ImmutableArray<TokenSlot> Slots, ImmutableArray<TokenRelay> Relays, ISymbol? Given)
{
    /// <summary>The route to some waits of a task; null where one of them can't be reached.</summary>
    public static TokenRoute? To(IEnumerable<Wait> waits, StartedTask task, LeakModel model) => new TokenRouter(task, model).RouteTo(waits);
}

/// <summary>Slots for a token, without duplicates and without slots inside an expression that is replaced.</summary>
internal sealed class TokenSlots
{
    private readonly List<TokenSlot> _slots = [];

    public IReadOnlyList<TokenSlot> All => _slots;

    /// <summary>Adds a slot.</summary>
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

/// <summary>A called function through which a token goes on its way to the waits of a detached task.</summary>
/// <param name="Function">Its declaration, which may stand in another file than the scope.</param>
/// <param name="Parameter">Its parameter that takes the token; null where it is to gain one.</param>
/// <param name="Slots">Where it waits with the token, or passes it on.</param>
internal sealed record TokenRelay(SyntaxNode Function, string? Parameter, IReadOnlyList<TokenSlot> Slots);
