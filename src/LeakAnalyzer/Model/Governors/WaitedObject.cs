using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Model;

/// <summary>One name of an object: a symbol, and the part of the object that it holds (<c>Reader</c> for a channel's reader, else empty).</summary>
internal readonly record struct ObjectName(ISymbol Symbol, string Part);

/// <summary>
/// The object that a wait stands on, by all names that it goes by from the wait outwards. The last is where it comes from;
/// the ones before are parameters and locals it was handed to.
/// </summary>
internal sealed class WaitedObject
{
    private WaitedObject(ImmutableArray<ObjectName> names, ImmutableArray<SyntaxNode> followedUses)
    {
        Names = names;
        FollowedUses = followedUses;
    }

    /// <summary>An object that can't be followed.</summary>
    public static WaitedObject Unknown { get; } = new(ImmutableArray<ObjectName>.Empty, ImmutableArray<SyntaxNode>.Empty);

    /// <summary>An object that is made where it is waited on, so that nobody else can name it.</summary>
    public static WaitedObject Anonymous { get; } = new(ImmutableArray<ObjectName>.Empty, ImmutableArray<SyntaxNode>.Empty);

    public ImmutableArray<ObjectName> Names { get; }

    /// <summary>The uses by which it was handed on, which the analysis has followed.</summary>
    public ImmutableArray<SyntaxNode> FollowedUses { get; }

    public bool IsUnknown => this == Unknown;

    public bool IsKnownToNobodyElse => this == Anonymous;

    /// <summary>Where the object comes from.</summary>
    public ISymbol Root => Names[Names.Length - 1].Symbol;

    public static WaitedObject Of(ISymbol symbol, string part) => Of(symbol, part, []);

    /// <summary>The object that a variable holds, of which all values are known to who asks.</summary>
    public static WaitedObject Of(ISymbol symbol, string part, IEnumerable<SyntaxNode> values) =>
        new(ImmutableArray.Create(new ObjectName(symbol, part)), values.ToImmutableArray());

    /// <summary>The same object, known that its last name was given the value of another at <paramref name="use"/>.</summary>
    public WaitedObject From(WaitedObject origin, SyntaxNode use) =>
        IsUnknown || origin.Names.IsEmpty
            ? Unknown
            : new(Names.AddRange(origin.Names), FollowedUses.Add(use).AddRange(origin.FollowedUses));
}
