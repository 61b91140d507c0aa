using System.Collections.Immutable;
using LeakAnalyzer.FixContract;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Model;

/// <summary>The way of a token from a scope to some waits of the work that it starts.</summary>
/// <param name="Slots">Where it goes in the scope's own code.</param>
/// <param name="Threads">The called functions that it goes through.</param>
/// <param name="Given">The variable that the scope hands to one of them already; null where it hands over none.</param>
internal sealed record TokenRoute(ImmutableArray<TokenSlot> Slots, ImmutableArray<TokenThread> Threads, ISymbol? Given)
{
    /// <summary>The way to some waits of a task; null where there is none to one of them.</summary>
    public static TokenRoute? To(IEnumerable<Wait> waits, DetachedTask task, LeakModel model) => new TokenRouter(task, model).RouteTo(waits);
}

/// <summary>Places for a token, each once, and none in one that is replaced as a whole.</summary>
internal sealed class TokenSlots
{
    private readonly List<TokenSlot> _slots = [];

    public IReadOnlyList<TokenSlot> All => _slots;

    /// <summary>Adds a place.</summary>
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
