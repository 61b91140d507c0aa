using System.Collections.Immutable;
using LeakAnalyzer.Catalog;
using LeakAnalyzer.FixContract;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Model;

/// <summary>What keeps some work from ending: an open-ended wait, or an endless loop.</summary>
/// <param name="Resource">The kind of object that it stands on.</param>
/// <param name="Syntax">Where it stands.</param>
/// <param name="Name">The operation, or the head of the loop, as the code calls it.</param>
/// <param name="Object">The object it stands on; null where only a token can end it.</param>
/// <param name="Token">What can cancel it.</param>
/// <param name="Functions">The functions that the work runs through to reach it, the innermost first.</param>
/// <param name="Slots">Where a token can be handed to it; empty where there is no such place, or it has a token.</param>
internal sealed record Wait(
    Resource Resource,
    SyntaxNode Syntax,
    string Name,
    WaitedObject? Object,
    TokenOrigin Token,
    ImmutableArray<SyntaxNode> Functions,
    ImmutableArray<TokenPlace> Slots)
{
    /// <summary>Where each of the functions comes to it: the wait itself, then the calls outwards.</summary>
    public ImmutableArray<SyntaxNode> Sites { get; init; } = ImmutableArray.Create(Syntax);

    /// <summary>Whether one item doesn't end it: it is for the end of all items, or comes again in a loop without a way out of its own.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>Whether the work may reach it more than once.</summary>
    public bool IsInLoop { get; init; }

    /// <summary>What else may end the loop that it is; null for a wait.</summary>
    public LoopExits? Loop { get; init; }

    /// <summary>Whether it is an endless loop.</summary>
    public bool IsLoop => Loop is not null;
}

/// <summary>What may leave an endless loop besides a token: an exception of what it calls.</summary>
/// <param name="MayThrow">Whether a call that can't be seen may throw.</param>
/// <param name="Members">The fields and properties of the code that the loop uses.</param>
/// <param name="UsesClosableMember">Whether it calls one of them that may be closed, and then throws.</param>
/// <param name="Awaits">Whether its turns await.</param>
internal sealed record LoopExits(bool MayThrow, ImmutableArray<ISymbol> Members, bool UsesClosableMember, bool Awaits)
{
    /// <summary>Whether nothing but a token or its timer ends the loop.</summary>
    public bool AreNone => !MayThrow && !UsesClosableMember;
}

/// <summary>A <see cref="TokenSlot"/> and the tree it lies in.</summary>
internal sealed record TokenPlace(SyntaxNode Node, TokenSlotKind Kind, string? ParameterName = null)
{
    public TokenSlot ToSlot() => new(Kind, Node.Span, ParameterName);
}
