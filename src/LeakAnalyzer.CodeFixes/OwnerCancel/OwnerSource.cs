using System.Collections.Immutable;
using LeakAnalyzer.CodeFixes.Editing;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Races;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.CodeFixes.OwnerCancel;

/// <summary>Where a <c>CancellationTokenSource</c> comes from that an object cancels when it is disposed or stopped.</summary>
internal enum SourceHome
{
    /// <summary>The type holds the source and the waits have its token. The fix adds the missing <c>Cancel</c> call.</summary>
    Passed,

    /// <summary>The type holds and cancels the source. The fix passes the source's token to the waits.</summary>
    Existing,

    /// <summary>The source is new. The initializer of a new field creates it.</summary>
    Initializer,

    /// <summary>The source is new. The type's constructor creates it and stores it in a new field.</summary>
    Constructor,

    /// <summary>The source is new. The function that starts the task, such as <c>StartAsync</c>, creates it and stores it in a new field.</summary>
    Scope,
}

/// <summary>A source that an object holds and cancels when the object is disposed or stopped.</summary>
/// <param name="Owner">The name of the object's type.</param>
/// <param name="IsStopped">Whether a host stops the object. If false, the object is only disposed.</param>
/// <param name="Home">The origin of the source.</param>
/// <param name="Name">The name of the field or property that holds the source; null if the source is new.</param>
/// <param name="MayBeNull">Whether the field or property may hold null when the object is disposed or stopped.</param>
/// <param name="LinkedTo">The name of the token parameter to which a new source is linked; null if the source isn't linked.</param>
/// <param name="KeptTask">The name of the field or property with the task for which the fix makes the disposal or stop wait, or null.</param>
/// <param name="KeptMayBeNull">Whether the field or property that holds the task may hold null.</param>
internal sealed record OwnerSource(
    string Owner, bool IsStopped, SourceHome Home, string? Name, bool MayBeNull, string? LinkedTo, string? KeptTask, bool KeptMayBeNull)
{
    /// <summary>Gets where in the constructor the fix creates the source, or null if it doesn't.</summary>
    public CodePlace? Constructor { get; init; }

    /// <summary>Gets where the fix adds lines that cancel the source, await the task or dispose the source.</summary>
    public ImmutableArray<EndPlace> Ends { get; init; } = ImmutableArray<EndPlace>.Empty;
}

/// <summary>The ways in which lines are written into code. Each value says what <see cref="CodePlace.Node"/> is.</summary>
internal enum PlaceForm
{
    /// <summary>The node is a statement in a block. The lines are written before the statement.</summary>
    Before,

    /// <summary>The node is a block. The lines are written at the end of the block.</summary>
    AtEndOf,

    /// <summary>The node is a statement without braces, such as the body of an <c>if</c>. The lines are written before it, and braces are added.</summary>
    Embedded,

    /// <summary>The node is a function with an expression body. It becomes a block, with the lines before the expression.</summary>
    ExpressionBody,

    /// <summary>The node is a function whose expression body only returns a completed task. A block of the lines replaces the body.</summary>
    IdleBody,

    /// <summary>The node is a type. The lines are written into a new override of an inherited method.</summary>
    Override,
}

/// <summary>Where and how a fix writes lines of code, in any document of the project.</summary>
/// <param name="Form">The way in which the lines are written.</param>
/// <param name="Node">The node that the form describes.</param>
internal readonly record struct CodePlace(PlaceForm Form, SyntaxNode Node);

/// <summary>What the added lines do, in this order, with a source and the task that has its token.</summary>
[Flags]
internal enum EndActs
{
    /// <summary>The lines do nothing.</summary>
    None = 0,

    /// <summary>The lines cancel the source.</summary>
    Cancel = 1,

    /// <summary>The lines await the task, which a member of the object holds.</summary>
    Join = 2,

    /// <summary>The lines dispose the source.</summary>
    Dispose = 4,
}

/// <summary>Tells whether a disposing or stopping method can await.</summary>
internal enum EndAwaits
{
    /// <summary>The method can't await.</summary>
    Cannot,

    /// <summary>The method is async, or is an async override that the fix writes.</summary>
    Can,

    /// <summary>The fix makes the method async. It only returns a completed task at its end.</summary>
    Made,
}

/// <summary>Lines that a fix adds to a disposing or stopping method.</summary>
/// <param name="Place">Where the lines are inserted.</param>
/// <param name="Acts">What the added lines do.</param>
/// <param name="IsOnce">Whether the lines run only once, and no other method may have disposed the source by then.</param>
/// <param name="Awaits">Tells whether the method can await.</param>
/// <param name="Flag">The name of the <c>disposing</c> parameter that the added lines must test; null if no test is needed.</param>
/// <param name="WaitToken">The name of the token parameter whose cancellation ends the wait for the task early; null if there is none.</param>
internal readonly record struct EndPlace(CodePlace Place, EndActs Acts, bool IsOnce, EndAwaits Awaits, string? Flag, string? WaitToken)
{
    /// <summary>Gets the inherited method that the fix overrides, or null if the lines go into existing code.</summary>
    public InheritedEnd? Inherited { get; init; }
}
