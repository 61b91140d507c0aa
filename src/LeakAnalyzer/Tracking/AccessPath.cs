using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Tracking;

/// <summary>An object by the way that leads to it: a variable, and a few members from there (<c>_signal._done</c>).</summary>
/// <param name="Root">A local, parameter, field or property; a field stands for that of the object at hand.</param>
/// <param name="Members">The members that lead from what the root holds to the object; none for that itself.</param>
internal readonly record struct AccessPath(ISymbol Root, ImmutableArray<ISymbol> Members)
{
    private const int MostMembers = 4;

    /// <summary>What a variable holds.</summary>
    public static AccessPath Of(ISymbol root) => new(root, ImmutableArray<ISymbol>.Empty);

    /// <summary>Whether the path is too long to be followed.</summary>
    public bool IsTooLong => Members.Length > MostMembers;

    /// <summary>The path as seen from who holds the object at hand: its root becomes the first member of what is held.</summary>
    public AccessPath Under(AccessPath holder) => holder with { Members = holder.Members.Add(Root).AddRange(Members) };

    /// <summary>The path whose root is replaced by another.</summary>
    public AccessPath With(AccessPath root) => root with { Members = root.Members.AddRange(Members) };

    public bool Equals(AccessPath other) =>
        SymbolEqualityComparer.Default.Equals(Root, other.Root) && Members.SequenceEqual(other.Members, SymbolEqualityComparer.Default);

    public override int GetHashCode() => SymbolEqualityComparer.Default.GetHashCode(Root) * 31 + Members.Length;
}
