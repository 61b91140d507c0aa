using System.Collections.Immutable;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.Summaries;

/// <summary>Something that keeps work from ending: an open-ended wait, or an endless loop.</summary>
/// <param name="For">What it is for.</param>
/// <param name="Syntax">Where it stands.</param>
/// <param name="Name">The operation, or the head of the loop, as the code calls it.</param>
/// <param name="Object">The object it stands on; null where only a token can end it.</param>
/// <param name="Token">What can cancel it.</param>
/// <param name="Functions">The functions that the work runs through to reach it, the innermost first.</param>
/// <param name="Slots">Where it is given its token, or where one can be handed to it; empty where there is no such place.</param>
internal sealed record Wait(
    WaitsFor For,
    SyntaxNode Syntax,
    string Name,
    WaitedObject? Object,
    TokenOrigin Token,
    ImmutableArray<SyntaxNode> Functions,
    ImmutableArray<TokenSlot> Slots)
{
    /// <summary>The node of the wait in each of the functions: the wait itself, then the calls that lead to it, outwards.</summary>
    public ImmutableArray<SyntaxNode> Sites { get; init; } = ImmutableArray.Create(Syntax);

    /// <summary>Where each of the functions waits for it: there, or where it joins or returns the task that it has got there.</summary>
    public ImmutableArray<SyntaxNode> Joins { get; init; } = ImmutableArray.Create(Syntax);

    /// <summary>Whether one item doesn't end it, because it waits for the end of all items, or is repeated by a loop without an exit of its own.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>What may end it by its object.</summary>
    public Interest Interest => Interest.InWait(For, IsRepeated);

    /// <summary>Whether the work may reach it more than once.</summary>
    public bool IsInLoop { get; init; }

    /// <summary>What else may end the loop that it is; null for a wait.</summary>
    public LoopExits? Loop { get; init; }

    /// <summary>Whether a function on the way to it goes on when it is cancelled: a token from outside alone is then not enough.</summary>
    public bool IsSwallowed { get; init; }

    /// <summary>The same wait as seen from a call of its function; slots for the loops around the call are added.</summary>
    public Wait ReachedFrom(SyntaxNode site, Work work, LeakModel model) => SwallowingLoops.PlacesAround(site, model) switch
    {
        null or { IsEmpty: false } when !EndlessLoops.MayComeToItsEnd(work, model) => this with { Slots = ImmutableArray<TokenSlot>.Empty, IsSwallowed = true },
        null => this with { Slots = ImmutableArray<TokenSlot>.Empty, IsSwallowed = true },
        { IsEmpty: true } => this,
        { } loops => this with { Slots = Slots.IsEmpty ? Slots : Slots.AddRange(loops), IsSwallowed = true },
    };

    /// <summary>Whether it is an endless loop.</summary>
    public bool IsLoop => Loop is not null;

    /// <summary>The same wait where a token from outside ends it too.</summary>
    public Wait EndedBy(GivenToken? token) => token is null
        ? this
        : this with { Token = Token.Or(token.Origin), Slots = token.Origin.IsNobody ? Slots : Token.IsNobody ? token.Places : Slots.AddRange(token.Places) };
}

/// <summary>What may leave an endless loop besides a token: an exception of what it calls.</summary>
/// <param name="MayThrow">Whether a call that can't be seen may throw.</param>
/// <param name="Members">The fields and properties of the code that the loop uses.</param>
/// <param name="UsesClosableMember">Whether the loop calls a method on one of the members that may be closed by other code; the call then throws.</param>
/// <param name="Awaits">Whether its iterations await.</param>
internal sealed record LoopExits(bool MayThrow, ImmutableArray<ISymbol> Members, bool UsesClosableMember, bool Awaits)
{
    /// <summary>Whether it is no endless loop, but goes on until something succeeds.</summary>
    public bool IsLeftBySuccess { get; init; }

    /// <summary>Whether nothing but a token or its timer ends the loop.</summary>
    public bool AreNone => !MayThrow && !UsesClosableMember;
}

/// <summary>A token that a wait is given, and where.</summary>
/// <param name="Origin">What can cancel it.</param>
/// <param name="Places">Where it is given; none for one that nobody cancels.</param>
internal sealed record GivenToken(TokenOrigin Origin, ImmutableArray<TokenSlot> Places)
{
    /// <summary>No token.</summary>
    public static GivenToken None { get; } = new(TokenOrigin.Nothing, ImmutableArray<TokenSlot>.Empty);

    /// <summary>The token that an expression is.</summary>
    public static GivenToken At(SyntaxNode expression, TokenOrigin origin) => new(
        origin,
        origin.IsNobody ? ImmutableArray<TokenSlot>.Empty : ImmutableArray.Create(new TokenSlot(expression, TokenSlotKind.ReplaceArgument)));

    /// <summary>Both of two tokens, either of which may be absent.</summary>
    public static GivenToken? Or(GivenToken? one, GivenToken? other) =>
        one is null ? other : other is null ? one : new(one.Origin.Or(other.Origin), one.Places.AddRange(other.Places));
}

/// <summary>How a token is handed to a wait.</summary>
internal enum TokenSlotKind
{
    /// <summary>The node is an invocation; the token becomes one more argument, for the parameter <see cref="TokenSlot.ParameterName"/>.</summary>
    AddArgument,

    /// <summary>The node is an invocation of a function that gains a parameter; the token becomes its argument.</summary>
    AddNewArgument,

    /// <summary>The node is an argument's expression; the token takes its place.</summary>
    ReplaceArgument,

    /// <summary>The node is an async sequence; <c>.WithCancellation(token)</c> is put after it.</summary>
    WithCancellation,

    /// <summary>The node is the condition of an endless loop, or the whole loop where it has none; the loop goes on until the token is cancelled.</summary>
    LoopCondition,

    /// <summary>The node is a <c>Task</c>; <c>.WaitAsync(token)</c> is put after it.</summary>
    WaitAsync,
}

/// <summary>A place where a token reaches a wait: at the wait itself, or at the call through which the wait gets its token.</summary>
/// <param name="Node">The node that the kind speaks of.</param>
/// <param name="Kind">How the token is written there.</param>
/// <param name="ParameterName">The parameter that takes it; null where the kind has none.</param>
internal sealed record TokenSlot(SyntaxNode Node, TokenSlotKind Kind, string? ParameterName = null)
{
    /// <summary>Where the node lies.</summary>
    public TextSpan Span => Node.Span;
}
