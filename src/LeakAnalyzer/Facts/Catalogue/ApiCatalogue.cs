using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Facts.Catalogue;

/// <summary>All that the analyzer knows about the members of the framework and of packages, in one table.</summary>
internal sealed class ApiCatalogue
{
    private static readonly TypeFacts[] s_types =
    [
        .. Channels.Types, .. Tasks.Types, .. Tokens.Types, .. Hosting.Types, .. Signals.Types, .. Queues.Types, .. Connections.Types, .. Packages.Types,
    ];

    private static readonly Dictionary<string, List<Entry>> s_byMember = MembersOf(s_types);

    private static readonly Dictionary<string, NamedWait> s_waits = WaitsOf(s_byMember);

    private readonly KnownType[] _types;

    /// <summary>Creates the catalogue of a compilation.</summary>
    public ApiCatalogue(KnownSymbols symbols) => _types = Array.ConvertAll(s_types, type => new KnownType(symbols, type.MetadataName));

    /// <summary>Gets the whole table, for the tests of the catalogue.</summary>
    public static IReadOnlyList<TypeFacts> Types => s_types;

    /// <summary>Whether the table lists any member with a given name. No other check is as cheap.</summary>
    public static bool HasMember(string name) => s_byMember.ContainsKey(name);

    /// <summary>Whether a name is the name of a member that tells a state, such as whether a token is cancelled.</summary>
    public static bool TellsState(string name) => s_byMember.TryGetValue(name, out List<Entry>? entries) && entries.Exists(static entry => entry.Facts.TellsState);

    /// <summary>Tells from a member's name alone whether the member may wait.</summary>
    public static NamedWait WaitOf(string name) => s_waits.TryGetValue(name, out NamedWait wait) ? wait : NamedWait.None;

    /// <summary>Whether a name is the name of a member that returns an infinite time.</summary>
    public static bool IsInfiniteTime(string name) =>
        s_byMember.TryGetValue(name, out List<Entry>? entries) && entries.Exists(static entry => entry.Facts.Result == ResultKind.InfiniteTime);

    /// <summary>Gets the names of the members that block their thread while they wait.</summary>
    public static IEnumerable<string> BlockingNames =>
        from member in s_byMember
        where member.Value.Exists(entry => entry.Facts.Blocks && (entry.Facts.Wait is not null || entry.Facts.Joins != Operand.None))
        select member.Key;

    /// <summary>Gets the names of the members, such as <c>WhenAny</c>, that may return while a task that they wait for still runs.</summary>
    public static string[] RacingNames { get; } =
        [.. from member in s_byMember where member.Value.Exists(entry => entry.Facts is { Result: ResultKind.FirstOf } or { GivesUp: true }) select member.Key];

    /// <summary>Gets the facts of a member.</summary>
    /// <param name="member">A method or property.</param>
    /// <param name="receiver">The type of the object on which the member is called. The table may list an inherited member at a derived type.</param>
    /// <returns>The facts, or null if the table doesn't list the member.</returns>
    public MemberFacts? Find(ISymbol member, ITypeSymbol? receiver = null)
    {
        if (!s_byMember.TryGetValue(member.Name, out List<Entry>? entries))
        {
            return null;
        }

        for (ITypeSymbol? type = receiver; type is not null && !SymbolEqualityComparer.Default.Equals(type, member.ContainingType); type = type.BaseType)
        {
            if (Find(entries, member, type) is { } facts)
            {
                return facts;
            }
        }

        for (ISymbol? declared = member; declared is not null; declared = Overridden(declared))
        {
            if (Find(entries, declared, declared.ContainingType) is { } facts)
            {
                return facts;
            }
        }

        return null;
    }

    /// <summary>Gets the effect of disposing an object of a type, even through <c>IDisposable</c>; null if the table lists no disposal for the type.</summary>
    public Effect? OfDispose(ITypeSymbol? type)
    {
        for (; type is INamedTypeSymbol; type = type.BaseType)
        {
            if (Listed(type)?.Members is { } members
                && (members.TryGetValue(nameof(IDisposable.Dispose), out MemberFacts? dispose) || members.TryGetValue("DisposeAsync", out dispose)))
            {
                return dispose.OnReceiver;
            }
        }

        return null;
    }

    /// <summary>Gets the facts of a type, or of its nearest listed base type; null if the table lists none of these types.</summary>
    public TypeFacts? Find(ITypeSymbol? type)
    {
        for (; type is INamedTypeSymbol { SpecialType: not SpecialType.System_Object }; type = type.BaseType)
        {
            if (Listed(type) is { } facts)
            {
                return facts;
            }
        }

        return null;
    }

    private TypeFacts? Listed(ITypeSymbol type)
    {
        for (int i = 0; i < _types.Length; i++)
        {
            if (_types[i].Is(type))
            {
                return s_types[i];
            }
        }

        return null;
    }

    private static ISymbol? Overridden(ISymbol member) => member switch
    {
        IMethodSymbol method => method.OverriddenMethod,
        IPropertySymbol property => property.OverriddenProperty,
        _ => null,
    };

    private MemberFacts? Find(List<Entry> entries, ISymbol member, ITypeSymbol? type)
    {
        foreach (Entry entry in entries)
        {
            if (_types[entry.Type].Is(type) && (entry.Parameters is null || HasParameters(member, entry.Parameters)))
            {
                return entry.Facts;
            }
        }

        return null;
    }

    private static bool HasParameters(ISymbol member, string parameters) =>
        member.OriginalDefinition.GetDocumentationCommentId()?.EndsWith(parameters, StringComparison.Ordinal) == true;

    /// <summary>Groups all members of the table by name. The entry for one overload comes before the entry for all, so that it is found first.</summary>
    private static Dictionary<string, List<Entry>> MembersOf(TypeFacts[] types)
    {
        var all = new Dictionary<string, List<Entry>>(StringComparer.Ordinal);
        for (int i = 0; i < types.Length; i++)
        {
            foreach (KeyValuePair<string, MemberFacts> member in types[i].Members)
            {
                int list = member.Key.IndexOf('(');
                string name = list < 0 ? member.Key : member.Key.Substring(0, list);
                if (!all.TryGetValue(name, out List<Entry>? entries))
                {
                    all.Add(name, entries = []);
                }

                entries.Insert(list < 0 ? entries.Count : 0, new Entry(i, list < 0 ? null : member.Key.Substring(list), member.Value));
            }
        }

        return all;
    }

    /// <summary>Tells for each member's name whether a member of that name may wait. A timer's tick doesn't count, because it comes by itself.</summary>
    private static Dictionary<string, NamedWait> WaitsOf(Dictionary<string, List<Entry>> members)
    {
        var waits = new Dictionary<string, NamedWait>(StringComparer.Ordinal);
        foreach (KeyValuePair<string, List<Entry>> member in members)
        {
            List<Entry> waiting = member.Value.FindAll(entry => entry.Facts.Wait is { For: not WaitsFor.Tick });
            if (waiting.Count > 0)
            {
                waits.Add(
                    member.Key,
                    waiting.TrueForAll(entry => entry.Facts.Wait is { For: WaitsFor.Nothing }) ? NamedWait.OfTime
                        : !waiting.Exists(entry => entry.Facts.Wait is { For: WaitsFor.End }) ? NamedWait.OfCall
                        : Array.Exists(s_types, type => type.MetadataName.EndsWith("." + member.Key, StringComparison.Ordinal)) ? NamedWait.OfStateAfterDot
                        : NamedWait.OfState);
            }
        }

        return waits;
    }

    private readonly record struct Entry(int Type, string? Parameters, MemberFacts Facts);
}
