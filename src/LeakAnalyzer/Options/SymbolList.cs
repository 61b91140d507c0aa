using Microsoft.CodeAnalysis;
using LeakAnalyzer.Symbols;

namespace LeakAnalyzer.Options;

/// <summary>The symbols to which an option's value refers, and the names in the value that refer to no symbol.</summary>
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

            ISymbol[] named = [.. Resolve(name, symbols)];
            _symbols.UnionWith(named);
            if (named.Length == 0)
            {
                unknown.Add(name);
            }
        }

        Unknown = unknown;
    }

    public static SymbolList Empty { get; } = new();

    /// <summary>Gets the names that refer to no symbol of the compilation.</summary>
    public IReadOnlyList<string> Unknown { get; }

    public bool IsEmpty => _symbols.Count == 0;

    public IEnumerable<ISymbol> Symbols => _symbols;

    public bool Contains(ISymbol? symbol) => symbol is not null && !IsEmpty && _symbols.Contains(symbol.OriginalDefinition);

    /// <summary>Reads names separated by <c>|</c>, each a documentation id (<c>M:Ns.Type.Method</c>) or a full name (<c>Ns.Type.Method</c>).</summary>
    public static SymbolList Read(string value, KnownSymbols symbols) => new(value, symbols);

    /// <summary>Whether a name has the form of a documentation id or full name, so that another compilation may know it.</summary>
    public static bool MayName(string name)
    {
        int start = name.Length > 2 && name[1] == ':' ? 2 : 0;
        return start < name.Length && (char.IsLetter(name[start]) || name[start] == '_') && name.IndexOf('.', start) > start;
    }

    private static IEnumerable<ISymbol> Resolve(string name, KnownSymbols symbols)
    {
        if (name.Length > 2 && name[1] == ':')
        {
            // An id without a parameter list refers to all overloads of the method.
            return name.StartsWith("M:", StringComparison.Ordinal) && !name.Contains('(')
                ? MembersNamed(WithoutArity(name.Substring(2)), symbols)
                : DocumentationCommentId.GetSymbolsForDeclarationId(name, symbols.Compilation);
        }

        return MembersNamed(name, symbols);
    }

    /// <summary>Removes a generic method's number of type parameters (<c>``1</c>) from its name.</summary>
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

    /// <summary>Gets a type by its full name, also a nested type written with dots; null if there is no such type.</summary>
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
