using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Symbols;

/// <summary>A type of the framework or of a package, looked up only when the code uses a type of the same name.</summary>
internal sealed class KnownType
{
    private static readonly char[] s_separators = ['.', '+'];

    private readonly string _name;
    private readonly Lazy<ImmutableArray<INamedTypeSymbol>> _symbols;

    /// <summary>Creates a known type without looking it up.</summary>
    /// <param name="symbols">The compilation's symbols.</param>
    /// <param name="metadataName">The type's full metadata name.</param>
    public KnownType(KnownSymbols symbols, string metadataName)
    {
        string name = metadataName.Substring(metadataName.LastIndexOfAny(s_separators) + 1);
        int arity = name.IndexOf('`');
        _name = arity < 0 ? name : name.Substring(0, arity);
        _symbols = new(() => symbols.FindAll(metadataName));
    }

    /// <summary>Gets the type; null if the compilation has no such type, or several.</summary>
    public INamedTypeSymbol? Symbol => _symbols.Value.Length == 1 ? _symbols.Value[0] : null;

    /// <summary>Whether a type is this type, or is constructed from it. If several assemblies define the type, each definition counts.</summary>
    public bool Is(ITypeSymbol? type)
    {
        if (type is not INamedTypeSymbol named || named.Name != _name)
        {
            return false;
        }

        foreach (INamedTypeSymbol symbol in _symbols.Value)
        {
            if (KnownSymbols.Same(named.OriginalDefinition, symbol))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a type is this interface or implements it.</summary>
    public bool IsImplementedBy(ITypeSymbol type)
    {
        foreach (INamedTypeSymbol implemented in type.AllInterfaces)
        {
            if (Is(implemented))
            {
                return true;
            }
        }

        return Is(type);
    }
}
