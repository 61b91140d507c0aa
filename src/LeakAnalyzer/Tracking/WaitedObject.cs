using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Tracking;

/// <summary>
/// The object that a wait stands on, by all names that it goes by from the wait outwards. The last is where it comes from;
/// the ones before are parameters and locals it was handed to, and fields of the objects that hold it.
/// </summary>
internal sealed class WaitedObject
{
    private WaitedObject(ImmutableArray<AccessPath> names, ImmutableArray<SyntaxNode> followedUses)
    {
        Names = names;
        FollowedUses = followedUses;
    }

    /// <summary>An object that can't be followed.</summary>
    public static WaitedObject Unknown { get; } = new(ImmutableArray<AccessPath>.Empty, ImmutableArray<SyntaxNode>.Empty);

    /// <summary>An object that is made where it is waited on, so that nobody else can name it.</summary>
    public static WaitedObject Anonymous { get; } = new(ImmutableArray<AccessPath>.Empty, ImmutableArray<SyntaxNode>.Empty);

    /// <summary>Compares objects by their names and by how they were handed on.</summary>
    public static IEqualityComparer<WaitedObject> ByNames { get; } = new NameComparer();

    public ImmutableArray<AccessPath> Names { get; }

    /// <summary>The uses by which it was handed on, which the analysis has followed.</summary>
    public ImmutableArray<SyntaxNode> FollowedUses { get; }

    public bool IsUnknown => this == Unknown;

    public bool IsKnownToNobodyElse => this == Anonymous;

    /// <summary>Where the object comes from, by its outermost name.</summary>
    public AccessPath Path => Names[Names.Length - 1];

    /// <summary>The variable at the beginning of the outermost name.</summary>
    public ISymbol Root => Path.Root;

    /// <summary>Whether another object of the project's own holds it in a member, and it is waited on in that object.</summary>
    public bool IsHeld => !Names.IsEmpty && !Path.Members.IsEmpty;

    /// <summary>
    /// The same object by the names that it has in the object that holds it; by all its names where none does. Where it was only reached through its
    /// holder, that is the member which holds it, of whatever object.
    /// </summary>
    public WaitedObject Inner =>
        !IsHeld ? this
        : Names.Any(name => name.Members.IsEmpty) ? new(ImmutableArray.CreateRange(Names.Where(name => name.Members.IsEmpty)), FollowedUses)
        : Of(Path.Members[Path.Members.Length - 1]);

    /// <summary>The same object by the names that lead to it from the object that holds it.</summary>
    public WaitedObject Outer => new(ImmutableArray.CreateRange(Names.Where(name => !name.Members.IsEmpty)), FollowedUses);

    /// <summary>Whether a name by which it is used is a member, though the object comes from a local or parameter.</summary>
    public bool IsKeptIn(AccessPath name) => Root is ILocalSymbol or IParameterSymbol && name.Root is IFieldSymbol or IPropertySymbol;

    public static WaitedObject Of(ISymbol symbol) => Of(symbol, []);

    /// <summary>The object at the end of a path.</summary>
    public static WaitedObject Of(AccessPath path) => new(ImmutableArray.Create(path), ImmutableArray<SyntaxNode>.Empty);

    /// <summary>The object that a variable holds, of which all values are known to who asks.</summary>
    public static WaitedObject Of(ISymbol symbol, IEnumerable<SyntaxNode> values) =>
        new(ImmutableArray.Create(AccessPath.Of(symbol)), values.ToImmutableArray());

    /// <summary>The same object, known that its last name was given the value of another at <paramref name="use"/>.</summary>
    public WaitedObject From(WaitedObject origin, SyntaxNode use)
    {
        if (IsUnknown || origin.Names.IsEmpty)
        {
            return Unknown;
        }

        // What lies below the last name lies below the other object too.
        ImmutableArray<AccessPath> names = Path.Members.IsEmpty ? origin.Names : ImmutableArray.CreateRange(origin.Names, Path.With);
        return names[names.Length - 1].IsTooLong ? Unknown : new(Names.AddRange(names), FollowedUses.Add(use).AddRange(origin.FollowedUses));
    }

    /// <summary>The member of this object that a member's name leads to.</summary>
    public WaitedObject Member(ISymbol member)
    {
        if (Names.IsEmpty)
        {
            return Unknown;
        }

        ImmutableArray<AccessPath> names = ImmutableArray.CreateRange(Names, name => name with { Members = name.Members.Add(member) });
        return names[names.Length - 1].IsTooLong ? Unknown : new(names, FollowedUses);
    }

    /// <summary>The same object as seen from who calls a method of the object that holds it.</summary>
    public WaitedObject HeldBy(WaitedObject holder)
    {
        if (holder.Names.IsEmpty)
        {
            return Unknown;
        }

        AccessPath path = Path;
        ImmutableArray<AccessPath> names = ImmutableArray.CreateRange(holder.Names, path.Under);
        return names[names.Length - 1].IsTooLong ? Unknown : new(Names.AddRange(names), FollowedUses.AddRange(holder.FollowedUses));
    }

    private sealed class NameComparer : IEqualityComparer<WaitedObject>
    {
        public bool Equals(WaitedObject x, WaitedObject y) => x.Names.SequenceEqual(y.Names) && x.FollowedUses.SequenceEqual(y.FollowedUses);

        public int GetHashCode(WaitedObject waited)
        {
            int hash = waited.FollowedUses.Length;
            foreach (AccessPath name in waited.Names)
            {
                hash = hash * 31 + name.GetHashCode();
            }

            return hash;
        }
    }
}
