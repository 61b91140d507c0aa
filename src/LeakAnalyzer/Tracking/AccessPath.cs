using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Tracking;

/// <summary>Identifies an object by the way that leads to it: a variable, and a few members from there (<c>_signal._done</c>).</summary>
/// <param name="Root">A local, parameter, field or property. An instance field or property is that of <c>this</c>.</param>
/// <param name="Members">The members that lead from the object in the root to the identified object; empty if the root holds that object itself.</param>
internal readonly record struct AccessPath(ISymbol Root, ImmutableArray<ISymbol> Members)
{
    private const int MostMembers = 4;

    /// <summary>Gets the path of the object that a variable holds.</summary>
    public static AccessPath Of(ISymbol root) => new(root, ImmutableArray<ISymbol>.Empty);

    /// <summary>Whether the path is too long to be followed.</summary>
    public bool IsTooLong => Members.Length > MostMembers;

    /// <summary>
    /// Puts the path of the object that holds the root before this path: <c>_done</c> becomes <c>_signal._done</c> if <paramref name="holder"/> is
    /// <c>_signal</c>.
    /// </summary>
    public AccessPath Under(AccessPath holder) => holder with { Members = holder.Members.Add(Root).AddRange(Members) };

    /// <summary>Gets this path with another root: <c>local._done</c> becomes <c>_signal._done</c> if <c>local</c> is replaced by <c>_signal</c>.</summary>
    public AccessPath With(AccessPath root) => root with { Members = root.Members.AddRange(Members) };

    public bool Equals(AccessPath other) =>
        SymbolEqualityComparer.Default.Equals(Root, other.Root) && Members.SequenceEqual(other.Members, SymbolEqualityComparer.Default);

    public override int GetHashCode() => SymbolEqualityComparer.Default.GetHashCode(Root) * 31 + Members.Length;
}
