using System.Collections.Immutable;
using LeakAnalyzer.CodeFixes.Editing;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Races;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.CodeFixes.OwnerCancel;

/// <summary>Where the source is made that a type cancels when it is disposed or stopped.</summary>
internal enum SourceHome
{
    /// <summary>The waits have the token of one that the type holds, and only lack its cancellation.</summary>
    Passed,

    /// <summary>The type holds one already, and cancels it.</summary>
    Existing,

    /// <summary>In the initializer of a new field.</summary>
    Initializer,

    /// <summary>In the type's constructor, into a new field.</summary>
    Constructor,

    /// <summary>In the scope, which runs once and is no constructor, into a new field that holds null before.</summary>
    Scope,
}

/// <summary>A source that lives as long as an object: what a fix must know to make it, or to use the one that is there.</summary>
/// <param name="Owner">The name of the type.</param>
/// <param name="IsStopped">Whether a host stops it, rather than that it is disposed.</param>
/// <param name="Home">Where the source is made.</param>
/// <param name="Name">The field or property that holds it; null for a new one.</param>
/// <param name="MayBeNull">Whether it may hold null when the object is disposed.</param>
/// <param name="LinkedTo">The parameter that a new source is linked to; null where it is linked to nothing.</param>
/// <param name="KeptTask">The field or property that holds the task; null where none does, or where nobody can wait for it.</param>
/// <param name="KeptMayBeNull">Whether that may hold null.</param>
internal sealed record OwnerSource(
    string Owner, bool IsStopped, SourceHome Home, string? Name, bool MayBeNull, string? LinkedTo, string? KeptTask, bool KeptMayBeNull)
{
    /// <summary>Where in the constructor it is made; null where it isn't made there.</summary>
    public CodePlace? Constructor { get; init; }

    /// <summary>Where it is cancelled and disposed; none where that is done already.</summary>
    public ImmutableArray<EndPlace> Ends { get; init; } = ImmutableArray<EndPlace>.Empty;
}

/// <summary>How lines are put into a function.</summary>
internal enum PlaceForm
{
    /// <summary>The node is a statement in a block; they stand before it.</summary>
    InFrontOf,

    /// <summary>The node is a block; they stand at its end.</summary>
    AtEndOf,

    /// <summary>The node is a statement that is the body of another; it gets braces, and they stand before it.</summary>
    Embedded,

    /// <summary>The node is a function whose body is an expression; it becomes a block, and they stand before it.</summary>
    ExpressionBody,

    /// <summary>The node is a function whose body is an expression that does nothing; they take its place, as a block.</summary>
    IdleBody,

    /// <summary>The node is a type; it gains an override of an inherited method, and they stand in it, before the call of that one.</summary>
    Override,
}

/// <summary>A place for lines of code in some document of the project.</summary>
/// <param name="Form">How they are put there.</param>
/// <param name="Node">The node that the form speaks of.</param>
internal readonly record struct CodePlace(PlaceForm Form, SyntaxNode Node);

/// <summary>What is done about a source, and the task that it ends, where an object is disposed or stopped; in this order.</summary>
[Flags]
internal enum EndActs
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The source is cancelled.</summary>
    Cancel = 1,

    /// <summary>The kept task is awaited.</summary>
    Join = 2,

    /// <summary>The source is disposed.</summary>
    Dispose = 4,
}

/// <summary>Whether a function can await.</summary>
internal enum EndAwaits
{
    /// <summary>It can't.</summary>
    Cannot,

    /// <summary>It is async.</summary>
    Can,

    /// <summary>It can be made async: all that it returns is that it is done, at its end.</summary>
    Made,
}

/// <summary>A place at which an object is disposed or stopped.</summary>
/// <param name="Place">Before what is done there.</param>
/// <param name="Acts">What is to be done.</param>
/// <param name="IsOnce">Whether it is reached only once, so that the source isn't disposed yet.</param>
/// <param name="Awaits">Whether the function can await.</param>
/// <param name="Flag">The parameter that must be true there; null where there is none.</param>
/// <param name="GivesUpBy">The token by which the wait for the kept task is given up; null where there is none.</param>
internal readonly record struct EndPlace(CodePlace Place, EndActs Acts, bool IsOnce, EndAwaits Awaits, string? Flag, string? GivesUpBy)
{
    /// <summary>The method that the type is to override; null where the place is in code that is there.</summary>
    public InheritedEnd? Inherited { get; init; }
}
