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

    /// <summary>
    /// The source is new. The function that starts the task, such as <c>StartAsync</c>, creates it. That function isn't a constructor and runs only
    /// once. Until it runs, the new field holds null.
    /// </summary>
    Scope,
}

/// <summary>
/// A source that an object holds and cancels when the object is disposed or stopped. Contains what a fix needs to know to create a new source or to
/// use an existing one.
/// </summary>
/// <param name="Owner">The name of the object's type.</param>
/// <param name="IsStopped">Whether a host stops the object. If false, the object is only disposed.</param>
/// <param name="Home">The origin of the source.</param>
/// <param name="Name">The name of the field or property that holds the source; null if the source is new.</param>
/// <param name="MayBeNull">Whether the field or property may hold null when the object is disposed or stopped.</param>
/// <param name="LinkedTo">The name of the token parameter to which a new source is linked; null if the source isn't linked.</param>
/// <param name="KeptTask">
/// The name of the field or property that holds the task, if the fix makes an ending method wait for the task; otherwise null.
/// </param>
/// <param name="KeptMayBeNull">Whether the field or property that holds the task may hold null.</param>
internal sealed record OwnerSource(
    string Owner, bool IsStopped, SourceHome Home, string? Name, bool MayBeNull, string? LinkedTo, string? KeptTask, bool KeptMayBeNull)
{
    /// <summary>Gets the place in the constructor where the fix creates the source, or null if the source isn't created there.</summary>
    public CodePlace? Constructor { get; init; }

    /// <summary>
    /// Gets the places in ending methods where the fix adds lines that cancel the source, await the task or dispose the source. Empty if no such
    /// lines are missing.
    /// </summary>
    public ImmutableArray<EndPlace> Ends { get; init; } = ImmutableArray<EndPlace>.Empty;
}

/// <summary>The ways in which lines are written into code. Each value says which node <see cref="CodePlace.Node"/> is.</summary>
internal enum PlaceForm
{
    /// <summary>The node is a statement in a block. The lines are written before the statement.</summary>
    Before,

    /// <summary>The node is a block. The lines are written at the end of the block.</summary>
    AtEndOf,

    /// <summary>
    /// The node is a statement without braces that is the body of, for example, an <c>if</c>. The fix adds braces, and the lines are written before
    /// the statement.
    /// </summary>
    Embedded,

    /// <summary>
    /// The node is a function with an expression body. The body becomes a block, and the lines are written before the expression.
    /// </summary>
    ExpressionBody,

    /// <summary>The node is a function whose expression body only returns a completed task. A block of the lines replaces the body.</summary>
    IdleBody,

    /// <summary>
    /// The node is a type. The fix adds an override of an inherited method to the type. The lines are written into the override, before the call of
    /// the base method.
    /// </summary>
    Override,
}

/// <summary>A place where a fix writes lines of code, in any document of the project.</summary>
/// <param name="Form">The way in which the lines are written.</param>
/// <param name="Node">The node that the form refers to.</param>
internal readonly record struct CodePlace(PlaceForm Form, SyntaxNode Node);

/// <summary>What the lines in an ending method do, in this order, with a source and with the task that the source ends.</summary>
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

/// <summary>Tells whether an ending method can await.</summary>
internal enum EndAwaits
{
    /// <summary>The method can't await.</summary>
    Cannot,

    /// <summary>The method is async, or is an async override that the fix writes.</summary>
    Can,

    /// <summary>
    /// The method isn't async, but the fix makes the method async. The fix can do so because the method only returns a completed task at its end.
    /// </summary>
    Made,
}

/// <summary>A place in an ending method where the fix adds lines.</summary>
/// <param name="Place">The insertion point.</param>
/// <param name="Acts">What the added lines do.</param>
/// <param name="IsOnce">Whether control reaches the insertion point only once, and no other method may have disposed the source by then.</param>
/// <param name="Awaits">Tells whether the ending method can await.</param>
/// <param name="Flag">The name of the <c>disposing</c> parameter that the added lines must test; null if no test is needed.</param>
/// <param name="WaitToken">The name of the token parameter whose cancellation ends the wait for the task early; null if there is none.</param>
internal readonly record struct EndPlace(CodePlace Place, EndActs Acts, bool IsOnce, EndAwaits Awaits, string? Flag, string? WaitToken)
{
    /// <summary>Gets the inherited method that the fix overrides, or null if the place is in existing code.</summary>
    public InheritedEnd? Inherited { get; init; }
}
