using System.Collections.Immutable;
using LeakAnalyzer.Catalog;
using LeakAnalyzer.FixContract;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Model;

/// <summary>An open-ended wait of some work.</summary>
/// <param name="Operation">The operation of the catalog that it is.</param>
/// <param name="Syntax">Where it stands.</param>
/// <param name="Name">The operation as the code calls it.</param>
/// <param name="Object">The object it stands on; null where only a token can end it.</param>
/// <param name="Token">What can cancel it.</param>
/// <param name="Functions">The functions that the work runs through to reach it, the innermost first.</param>
/// <param name="Slot">Where a token can be handed to it; null where there is no such place, or it has a token.</param>
internal sealed record Wait(
    OpenEndedOperation Operation,
    SyntaxNode Syntax,
    string Name,
    WaitedObject? Object,
    TokenOrigin Token,
    ImmutableArray<SyntaxNode> Functions,
    TokenPlace? Slot);

/// <summary>A <see cref="TokenSlot"/> and the tree it lies in.</summary>
internal sealed record TokenPlace(SyntaxNode Node, TokenSlotKind Kind, string? ParameterName = null)
{
    public TokenSlot ToSlot() => new(Kind, Node.Span, ParameterName);
}
