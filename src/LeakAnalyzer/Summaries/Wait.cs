using System.Collections.Immutable;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.Summaries;

/// <summary>An open-ended wait (one that ends only when other code acts) or an endless loop. Each of them keeps a started task from ending.</summary>
/// <param name="For">What the wait is for.</param>
/// <param name="Syntax">The node of the wait or of the loop.</param>
/// <param name="Name">The operation, or the head of the loop, as it is written in the code.</param>
/// <param name="Object">The object that the wait is on; null if only a token can end the wait.</param>
/// <param name="Token">What can cancel the wait.</param>
/// <param name="Functions">The functions through which the started task reaches the wait, the innermost first.</param>
/// <param name="Slots">Where a token is passed to the wait, or could be passed; may be empty.</param>
internal sealed record Wait(
    WaitsFor For,
    SyntaxNode Syntax,
    string Name,
    WaitedObject? Object,
    TokenOrigin Token,
    ImmutableArray<SyntaxNode> Functions,
    ImmutableArray<TokenSlot> Slots)
{
    /// <summary>
    /// Gets, for each of the <see cref="Functions"/>, the node that leads to the wait: the wait itself, or the call of the function before.
    /// </summary>
    public ImmutableArray<SyntaxNode> Sites { get; init; } = ImmutableArray.Create(Syntax);

    /// <summary>
    /// Gets, for each of the <see cref="Functions"/>, the node where it waits: the one in <see cref="Sites"/>, or <c>task</c> of <c>await task</c> if that
    /// is another node.
    /// </summary>
    public ImmutableArray<SyntaxNode> Joins { get; init; } = ImmutableArray.Create(Syntax);

    /// <summary>Whether the code continues to wait after one item has arrived, for the end of all items or in a loop without a way out.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>Tells what can end the wait by a use of its object, such as completing a channel or writing an item to it.</summary>
    public Interest Interest => Interest.InWait(For, IsRepeated);

    /// <summary>Whether the started task may reach the wait more than once.</summary>
    public bool IsInLoop { get; init; }

    /// <summary>If this is a loop, tells what may end the loop other than its token; null for a wait.</summary>
    public LoopExits? Loop { get; init; }

    /// <summary>The endless loop around the wait, in one of the <see cref="Functions"/>; null if there is none.</summary>
    public Wait? LoopAround { get; init; }

    /// <summary>Whether one of the <see cref="Functions"/> catches the wait's cancellation and continues, so that the task doesn't end.</summary>
    public bool IsSwallowed { get; init; }

    /// <summary>
    /// Gets the same wait, adapted to the loops around <paramref name="site"/> that catch its cancellation and continue: a token must be tested there too.
    /// If that isn't possible, the wait gets no <see cref="Slots"/>.
    /// </summary>
    public Wait ReachedFrom(SyntaxNode site, Work work, LeakModel model) => SwallowingLoops.SlotsAround(site, model) switch
    {
        null or { IsEmpty: false } when !EndlessLoops.NeedsNoResult(work, model) => this with { Slots = ImmutableArray<TokenSlot>.Empty, IsSwallowed = true },
        null => this with { Slots = ImmutableArray<TokenSlot>.Empty, IsSwallowed = true },
        { IsEmpty: true } => this,
        { } loops => this with { Slots = Slots.IsEmpty ? Slots : Slots.AddRange(loops), IsSwallowed = true },
    };

    /// <summary>Whether this is a call or sequence whose body can't be seen and to which a token is passed.</summary>
    public bool IsUnseen { get; init; }

    /// <summary>The function that calls or starts itself again on every path, and the functions through which it does so; otherwise empty.</summary>
    public ImmutableArray<SyntaxNode> Round { get; init; } = ImmutableArray<SyntaxNode>.Empty;

    /// <summary>Whether this is a function that calls itself or starts itself again on every path.</summary>
    public bool IsSelfCall => !Round.IsEmpty;

    /// <summary>Whether this is a loop, or a function that repeats its code as a loop does.</summary>
    public bool IsLoop => Loop is not null;

    /// <summary>Gets the same wait with a further token that also ends it, as in <c>ReadAsync().WaitAsync(token)</c>.</summary>
    public Wait EndedBy(GivenToken? token) => token is null
        ? this
        : this with { Token = Token.Or(token.Origin), Slots = token.Origin.IsNeverCancelled ? Slots : Token.IsNeverCancelled ? token.Slots : Slots.AddRange(token.Slots) };
}

/// <summary>What may end a loop other than a token: an exception that a call in the loop throws, or a change of a member that the loop uses.</summary>
/// <param name="MayThrow">Whether a <c>throw</c>, or a method whose code can't be seen, may throw an exception that leaves the loop.</param>
/// <param name="Members">The fields and properties of the project's code that the loop uses.</param>
/// <param name="ClosableMembers">
/// The fields and properties that hold an object on which the loop calls methods, if these methods throw after the object has been closed.
/// </param>
internal sealed record LoopExits(bool MayThrow, ImmutableArray<ISymbol> Members, ImmutableArray<ISymbol> ClosableMembers)
{
    /// <summary>Whether the loop is a retry loop, which continues until something succeeds.</summary>
    public bool EndsOnSuccess { get; init; }

    /// <summary>Whether exceptions leave the loop only from <c>catch</c> clauses, that is, only after another exception.</summary>
    public bool OnlyHandlersThrow { get; init; }

    /// <summary>Whether the loop reads the <c>WaitHandle</c> of its token in each iteration, which throws after the token's source has been disposed.</summary>
    public bool ThrowsAfterDisposal { get; init; }

    /// <summary>
    /// Whether the loop contains an open-ended wait whose end may end the loop. This is computed only if <see cref="WorkReader.CountsUnseen"/> is set.
    /// </summary>
    public bool MayEndWithWait { get; init; }

    /// <summary>Whether the loop calls a method on the object in a member, and the method throws after other code has closed the object.</summary>
    public bool UsesClosableMember => !ClosableMembers.IsEmpty;

    /// <summary>Whether no exception leaves the loop, so that only a token or the loop's timer can end an endless loop.</summary>
    public bool AreNone => !MayThrow && !UsesClosableMember;
}

/// <summary>The tokens that are passed to a wait, and where they are passed.</summary>
/// <param name="Origin">What can cancel the tokens.</param>
/// <param name="Slots">Where the tokens are passed; none for a token that nobody cancels.</param>
internal sealed record GivenToken(TokenOrigin Origin, ImmutableArray<TokenSlot> Slots)
{
    /// <summary>Gets the value for a wait to which no token is passed.</summary>
    public static GivenToken None { get; } = new(TokenOrigin.Nothing, ImmutableArray<TokenSlot>.Empty);

    /// <summary>Creates the value for a token that is passed by an expression.</summary>
    public static GivenToken At(SyntaxNode expression, TokenOrigin origin) => new(
        origin,
        origin.IsNeverCancelled ? ImmutableArray<TokenSlot>.Empty : ImmutableArray.Create(new TokenSlot(expression, TokenSlotKind.ReplaceArgument)));

    /// <summary>Combines two given tokens, either of which may be null.</summary>
    public static GivenToken? Or(GivenToken? one, GivenToken? other) =>
        one is null ? other : other is null ? one : new(one.Origin.Or(other.Origin), one.Slots.AddRange(other.Slots));
}

/// <summary>How a token is written into the code so that it reaches a wait.</summary>
internal enum TokenSlotKind
{
    /// <summary>The node is an invocation. The token becomes a further argument, for the parameter <see cref="TokenSlot.ParameterName"/>.</summary>
    AddArgument,

    /// <summary>The node is an invocation of a function to which a fix adds a parameter. The token becomes the argument for that parameter.</summary>
    AddNewArgument,

    /// <summary>The node is the expression of an argument. The token replaces that expression.</summary>
    ReplaceArgument,

    /// <summary>The node is an async sequence. <c>.WithCancellation(token)</c> is appended to the node.</summary>
    WithCancellation,

    /// <summary>The node is the condition of an endless loop, or the whole loop if it has none. The loop's new condition tests the token.</summary>
    LoopCondition,

    /// <summary>The node is a <c>Task</c>. <c>.WaitAsync(token)</c> is appended to the node.</summary>
    WaitAsync,
}

/// <summary>Where a token reaches a wait: at the wait itself, or at the call through which the wait gets its token.</summary>
/// <param name="Node">The node to which <paramref name="Kind"/> refers.</param>
/// <param name="Kind">How the token is written at the node.</param>
/// <param name="ParameterName">The parameter that receives the token; null if the kind has no parameter.</param>
internal sealed record TokenSlot(SyntaxNode Node, TokenSlotKind Kind, string? ParameterName = null)
{
    public TextSpan Span => Node.Span;
}
