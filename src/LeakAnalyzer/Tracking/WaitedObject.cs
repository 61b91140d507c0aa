using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Tracking;

/// <summary>
/// The object that a wait is on, with the path of each variable that holds it: the first is the one at the wait, the last is where the object comes from.
/// </summary>
internal sealed class WaitedObject
{
    private WaitedObject(ImmutableArray<AccessPath> names, ImmutableArray<SyntaxNode> followedUses, bool isLock = false)
    {
        Names = names;
        FollowedUses = followedUses;
        IsLock = isLock;
    }

    /// <summary>An object that can't be followed.</summary>
    public static WaitedObject Unknown { get; } = new(ImmutableArray<AccessPath>.Empty, ImmutableArray<SyntaxNode>.Empty);

    /// <summary>An object that is created in the wait's own expression, so that no other code can refer to it.</summary>
    public static WaitedObject Anonymous { get; } = new(ImmutableArray<AccessPath>.Empty, ImmutableArray<SyntaxNode>.Empty);

    /// <summary>Compares objects by their names and by the uses that passed them on.</summary>
    public static IEqualityComparer<WaitedObject> ByNames { get; } = new NameComparer();

    public ImmutableArray<AccessPath> Names { get; }

    /// <summary>The expressions that pass the object from one name to another, such as arguments. They don't count as uses of their own.</summary>
    public ImmutableArray<SyntaxNode> FollowedUses { get; }

    /// <summary>Whether the wait is for a pulse of the object's lock (<c>Monitor.Wait</c>), so that the elements of a collection don't matter.</summary>
    public bool IsLock { get; }

    public bool IsUnknown => this == Unknown;

    public bool IsKnownToNobodyElse => this == Anonymous;

    /// <summary>The last name of the object, which tells where the object comes from.</summary>
    public AccessPath Path => Names[Names.Length - 1];

    /// <summary>The variable at the beginning of the last name.</summary>
    public ISymbol Root => Path.Root;

    /// <summary>Whether another object, the holder, holds this object in a member, as <c>_signal</c> does in the path <c>_signal._done</c>.</summary>
    public bool IsHeld => !Names.IsEmpty && !Path.Members.IsEmpty;

    /// <summary>
    /// The object as the code inside its holder refers to it: <c>_done</c> for <c>_signal._done</c>. An object without a holder stays the same.
    /// </summary>
    public WaitedObject Inner =>
        !IsHeld ? this
        : Names.Any(name => name.Members.IsEmpty) ? new(ImmutableArray.CreateRange(Names.Where(name => name.Members.IsEmpty)), FollowedUses, IsLock)
        : new(ImmutableArray.Create(AccessPath.Of(Path.Members[Path.Members.Length - 1])), ImmutableArray<SyntaxNode>.Empty, IsLock);

    /// <summary>The same object with only the names that lead through the object that holds it, such as <c>_signal._done</c>.</summary>
    public WaitedObject Outer => new(ImmutableArray.CreateRange(Names.Where(name => !name.Members.IsEmpty)), FollowedUses, IsLock);

    /// <summary>Whether a field or property holds the object, although it comes from a local or parameter, as in <c>_field = parameter</c>.</summary>
    public bool IsKeptIn(AccessPath name) => Root is ILocalSymbol or IParameterSymbol && name.Root is IFieldSymbol or IPropertySymbol;

    public static WaitedObject Of(ISymbol symbol) => Of(symbol, []);

    /// <summary>Gets the same object for a wait that is for a pulse of the object's lock (<see cref="IsLock"/>).</summary>
    public WaitedObject AsLock() => Names.IsEmpty ? this : new(Names, FollowedUses, isLock: true);

    /// <summary>Gets the object at the end of an access path.</summary>
    public static WaitedObject Of(AccessPath path) => new(ImmutableArray.Create(path), ImmutableArray<SyntaxNode>.Empty);

    /// <summary>Gets the object that a variable holds. The expressions that assign the given values don't count as uses of it.</summary>
    public static WaitedObject Of(ISymbol symbol, IEnumerable<SyntaxNode> values) =>
        new(ImmutableArray.Create(AccessPath.Of(symbol)), values.ToImmutableArray());

    /// <summary>
    /// Adds the names of <paramref name="origin"/>, which <paramref name="use"/> assigns to this object's last name, as in <c>local = _field</c>.
    /// </summary>
    public WaitedObject From(WaitedObject origin, SyntaxNode use)
    {
        if (IsUnknown || origin.Names.IsEmpty)
        {
            return Unknown;
        }

        // If the last name of this object has further members, the same members lead from the names of the origin to this object.
        ImmutableArray<AccessPath> names = Path.Members.IsEmpty ? origin.Names : ImmutableArray.CreateRange(origin.Names, Path.With);
        return names[names.Length - 1].IsTooLong ? Unknown : new(Names.AddRange(names), FollowedUses.Add(use).AddRange(origin.FollowedUses), IsLock);
    }

    /// <summary>Gets the object that a member of this object holds.</summary>
    public WaitedObject Member(ISymbol member)
    {
        if (Names.IsEmpty)
        {
            return Unknown;
        }

        ImmutableArray<AccessPath> names = ImmutableArray.CreateRange(Names, name => name with { Members = name.Members.Add(member) });
        return names[names.Length - 1].IsTooLong ? Unknown : new(names, FollowedUses, IsLock);
    }

    /// <summary>Adds the names by which code outside of the holder refers to this object, such as <c>_signal._done</c> for <c>_done</c>.</summary>
    public WaitedObject HeldBy(WaitedObject holder)
    {
        if (holder.Names.IsEmpty)
        {
            return Unknown;
        }

        AccessPath path = Path;
        ImmutableArray<AccessPath> names = ImmutableArray.CreateRange(holder.Names, path.Under);
        return names[names.Length - 1].IsTooLong ? Unknown : new(Names.AddRange(names), FollowedUses.AddRange(holder.FollowedUses), IsLock);
    }

    private sealed class NameComparer : IEqualityComparer<WaitedObject>
    {
        public bool Equals(WaitedObject x, WaitedObject y) => x.IsLock == y.IsLock && x.Names.SequenceEqual(y.Names) && x.FollowedUses.SequenceEqual(y.FollowedUses);

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
