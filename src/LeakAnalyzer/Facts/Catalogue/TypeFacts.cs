using System.Collections.Immutable;

namespace LeakAnalyzer.Facts.Catalogue;

/// <summary>What is known of one type's members.</summary>
/// <param name="MetadataName">The type's full metadata name.</param>
internal sealed record TypeFacts(string MetadataName)
{
    private readonly Dictionary<string, MemberFacts> _members = new(StringComparer.Ordinal);

    /// <summary>The facts of each member, by its name or, where overloads differ, by its name and parameter list as a documentation id has it.</summary>
    public IReadOnlyDictionary<string, MemberFacts> Members => _members;

    /// <summary>Whether some overloads are told apart by their parameter lists.</summary>
    public bool TellsOverloads { get; private set; }

    /// <summary>Whether no member of this type ends a wait on its object, as with the reader of a channel.</summary>
    public bool CanEndNothing { get; private set; }

    /// <summary>Whether all waits on its object end together, so that the task of one only tells a state, as with a manual event.</summary>
    public bool EndsAllTogether { get; private set; }

    /// <summary>All effects that the members of the type have on their object.</summary>
    public Effect AnyEffect
    {
        get
        {
            Effect any = Effect.None;
            foreach (MemberFacts member in _members.Values)
            {
                any |= member.OnReceiver ?? Effect.None;
            }

            return any;
        }
    }

    /// <summary>Begins the facts of a type.</summary>
    public static TypeFacts Type(string metadataName) => new(metadataName);

    /// <summary>Adds what a member does.</summary>
    public TypeFacts Member(string name, params Fact[] facts)
    {
        TellsOverloads |= name.Contains('(');
        _members.Add(name, new MemberFacts(ImmutableArray.Create(facts)));
        return this;
    }

    /// <summary>Adds members that all do the same.</summary>
    public TypeFacts Each(string[] names, params Fact[] facts)
    {
        foreach (string name in names)
        {
            Member(name, facts);
        }

        return this;
    }

    /// <summary>Says that all waits on an object of this type end together.</summary>
    public TypeFacts EndsTogether()
    {
        EndsAllTogether = true;
        return this;
    }

    /// <summary>Says that no member of this type ends a wait on its object.</summary>
    public TypeFacts EndsNothing()
    {
        CanEndNothing = true;
        return this;
    }
}
