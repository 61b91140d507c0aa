using System.Collections.Immutable;

namespace LeakAnalyzer.Facts.Catalogue;

/// <summary>The facts about the members of one type.</summary>
/// <param name="MetadataName">The type's full metadata name.</param>
internal sealed record TypeFacts(string MetadataName)
{
    private readonly Dictionary<string, MemberFacts> _members = new(StringComparer.Ordinal);

    /// <summary>Gets the facts of each member by its name; if overloads differ, with the parameter list in the form of a documentation id.</summary>
    public IReadOnlyDictionary<string, MemberFacts> Members => _members;

    /// <summary>Whether no member of the type ends a wait on the object that it is called on, as for the reader of a channel.</summary>
    public bool CanEndNothing { get; private set; }

    /// <summary>Whether all waits on an object of the type end together, as for <c>ManualResetEventSlim</c>, so that a single wait can be abandoned.</summary>
    public bool EndsAllTogether { get; private set; }

    /// <summary>
    /// Gets the expression for the token that is cancelled when the client disconnects, such as <c>Context.ConnectionAborted</c> in a SignalR hub; null for
    /// types that don't serve one call of a client.
    /// </summary>
    public string? CallToken { get; private set; }

    /// <summary>Gets all effects that members of the type can have on the object that they are called on.</summary>
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

    /// <summary>Creates the facts of a type, without any members.</summary>
    public static TypeFacts Type(string metadataName) => new(metadataName);

    /// <summary>Adds the facts of a member.</summary>
    public TypeFacts Member(string name, params Fact[] facts)
    {
        _members.Add(name, new MemberFacts(ImmutableArray.Create(facts)));
        return this;
    }

    /// <summary>Adds several members that have the same facts.</summary>
    public TypeFacts Each(string[] names, params Fact[] facts)
    {
        foreach (string name in names)
        {
            Member(name, facts);
        }

        return this;
    }

    /// <summary>Records that all waits on an object of the type end together.</summary>
    public TypeFacts EndsTogether()
    {
        EndsAllTogether = true;
        return this;
    }

    /// <summary>Records by which expression code in the type reads the token of a client's call (see <see cref="CallToken"/>).</summary>
    public TypeFacts ServesOneCall(string token)
    {
        CallToken = token;
        return this;
    }

    /// <summary>Records that no member of the type ends a wait on the object that it is called on.</summary>
    public TypeFacts EndsNothing()
    {
        CanEndNothing = true;
        return this;
    }
}
