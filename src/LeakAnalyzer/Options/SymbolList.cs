using Microsoft.CodeAnalysis;
using LeakAnalyzer.Symbols;

namespace LeakAnalyzer.Options;

/// <summary>The symbols that one option's value names, and the names in it that mean nothing.</summary>
internal sealed class SymbolList
{
    private const char Separator = '|';

    private readonly HashSet<ISymbol> _symbols = new(SymbolEqualityComparer.Default);

    private SymbolList() => Unknown = [];

    private SymbolList(string value, KnownSymbols symbols)
    {
        var unknown = new List<string>();
        foreach (string part in value.Split(Separator))
        {
            string name = part.Trim();
            if (name.Length == 0)
            {
                continue;
            }

            int before = _symbols.Count;
            _symbols.UnionWith(Resolve(name, symbols));
            if (_symbols.Count == before)
            {
                unknown.Add(name);
            }
        }

        Unknown = unknown;
    }

    /// <summary>The list that names nothing.</summary>
    public static SymbolList Empty { get; } = new();

    /// <summary>The names that no symbol of the compilation has.</summary>
    public IReadOnlyList<string> Unknown { get; }

    public bool IsEmpty => _symbols.Count == 0;

    public IEnumerable<ISymbol> Symbols => _symbols;

    public bool Contains(ISymbol? symbol) => symbol is not null && !IsEmpty && _symbols.Contains(symbol.OriginalDefinition);

    /// <summary>Reads names separated by <c>|</c>, each a documentation id (<c>M:Ns.Type.Method</c>) or a full name (<c>Ns.Type.Method</c>).</summary>
    public static SymbolList Read(string value, KnownSymbols symbols) => new(value, symbols);

    private static IEnumerable<ISymbol> Resolve(string name, KnownSymbols symbols)
    {
        if (name.Length > 2 && name[1] == ':')
        {
            // An id without its parameter list names all overloads.
            return name.StartsWith("M:", StringComparison.Ordinal) && !name.Contains('(')
                ? MembersNamed(WithoutArity(name.Substring(2)), symbols)
                : DocumentationCommentId.GetSymbolsForDeclarationId(name, symbols.Compilation);
        }

        return MembersNamed(name, symbols);
    }

    /// <summary>The name of a generic method without the count of its type parameters (<c>``1</c>).</summary>
    private static string WithoutArity(string name)
    {
        int arity = name.IndexOf("``", StringComparison.Ordinal);
        return arity < 0 ? name : name.Substring(0, arity);
    }

    private static IEnumerable<ISymbol> MembersNamed(string fullName, KnownSymbols symbols)
    {
        int lastDot = fullName.LastIndexOf('.');
        if (lastDot <= 0 || lastDot == fullName.Length - 1)
        {
            return [];
        }

        string member = fullName.Substring(lastDot + 1);
        INamedTypeSymbol? type = TypeNamed(fullName.Substring(0, lastDot), symbols);
        return type is null ? Enumerable.Empty<ISymbol>() : type.GetMembers(member);
    }

    /// <summary>A type by a name in which a dot or a plus stands before a nested type.</summary>
    private static INamedTypeSymbol? TypeNamed(string name, KnownSymbols symbols)
    {
        for (string candidate = name; ;)
        {
            if (symbols.Find(candidate) is { } type)
            {
                return type;
            }

            int dot = candidate.LastIndexOf('.');
            if (dot < 0)
            {
                return null;
            }

            candidate = candidate.Substring(0, dot) + "+" + candidate.Substring(dot + 1);
        }
    }
}
