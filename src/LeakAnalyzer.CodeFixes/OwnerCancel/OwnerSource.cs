using System.Collections.Immutable;
using LeakAnalyzer.CodeFixes.Editing;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Races;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.CodeFixes.OwnerCancel;

/// <summary>Where the source comes from that a type cancels when it is disposed or stopped.</summary>
internal enum SourceHome
{
    /// <summary>The type holds it and the waits have its token; only its cancellation is missing.</summary>
    Passed,

    /// <summary>The type holds and cancels it; only the waits lack its token.</summary>
    Existing,

    /// <summary>It is new, made in the initializer of a field.</summary>
    Initializer,

    /// <summary>It is new, made in the type's constructor and kept in a new field.</summary>
    Constructor,

    /// <summary>It is new, made in the scope, which runs once and is no constructor. Its new field holds null before.</summary>
    Scope,
}

/// <summary>A source that lives as long as an object: what a fix must know to make a new one, or to use an existing one.</summary>
/// <param name="Owner">The name of the type.</param>
/// <param name="IsStopped">Whether a host stops the object; otherwise it is disposed.</param>
/// <param name="Home">Where the source is made.</param>
/// <param name="Name">The field or property that holds it; null for a new one.</param>
/// <param name="MayBeNull">Whether it may hold null when the object is disposed.</param>
/// <param name="LinkedTo">The parameter that a new source is linked to; null where it is linked to nothing.</param>
/// <param name="KeptTask">The field or property that holds the task; null where none does, or where nobody can wait for it.</param>
/// <param name="KeptMayBeNull">Whether the member that holds the task may hold null.</param>
internal sealed record OwnerSource(
    string Owner, bool IsStopped, SourceHome Home, string? Name, bool MayBeNull, string? LinkedTo, string? KeptTask, bool KeptMayBeNull)
{
    /// <summary>Where in the constructor it is made; null where it isn't made there.</summary>
    public CodePlace? Constructor { get; init; }

    /// <summary>Where the source has to be cancelled and disposed; empty where the type does both already.</summary>
    public ImmutableArray<EndPlace> Ends { get; init; } = ImmutableArray<EndPlace>.Empty;
}

/// <summary>How lines are put into a function.</summary>
internal enum PlaceForm
{
    /// <summary>The node is a statement in a block; the lines go before it.</summary>
    Before,

    /// <summary>The node is a block; the lines go at its end.</summary>
    AtEndOf,

    /// <summary>The node is a statement that is the body of another; it gets braces, and the lines go before it.</summary>
    Embedded,

    /// <summary>The node is a function with an expression body; the body becomes a block, and the lines go before the expression.</summary>
    ExpressionBody,

    /// <summary>The node is a function whose expression body does nothing; a block of the lines replaces it.</summary>
    IdleBody,

    /// <summary>The node is a type; it gains an override of an inherited method, and the lines go into it, before the call of the base method.</summary>
    Override,
}

/// <summary>A place for lines of code in some document of the project.</summary>
/// <param name="Form">How they are put there.</param>
/// <param name="Node">The node that the form speaks of.</param>
internal readonly record struct CodePlace(PlaceForm Form, SyntaxNode Node);

/// <summary>What an ending method does about a source and the task that it ends, in this order.</summary>
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

    /// <summary>It isn't async, but can become so: it only returns a completed task at its end.</summary>
    Made,
}

/// <summary>A place in an ending method at which lines are added.</summary>
/// <param name="Place">The insertion point.</param>
/// <param name="Acts">What is to be done.</param>
/// <param name="IsOnce">Whether it is reached only once, so that the source isn't disposed yet.</param>
/// <param name="Awaits">Whether the function can await.</param>
/// <param name="Flag">The parameter that must be true there; null where there is none.</param>
/// <param name="GivesUpBy">The token by which the wait for the kept task is given up; null where there is none.</param>
internal readonly record struct EndPlace(CodePlace Place, EndActs Acts, bool IsOnce, EndAwaits Awaits, string? Flag, string? GivesUpBy)
{
    /// <summary>The method that the type has to override; null where the place is in existing code.</summary>
    public InheritedEnd? Inherited { get; init; }
}
