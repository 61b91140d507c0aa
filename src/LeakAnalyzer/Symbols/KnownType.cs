using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Symbols;

/// <summary>
/// A type of the framework that is looked up when a type of its name occurs: what a project doesn't use costs nothing, and unequal
/// names are told far sooner than unequal symbols.
/// </summary>
internal sealed class KnownType
{
    private static readonly char[] s_separators = ['.', '+'];

    private readonly string _name;
    private readonly Lazy<ImmutableArray<INamedTypeSymbol>> _symbols;

    /// <summary>Makes a known type; nothing is looked up yet.</summary>
    /// <param name="symbols">The compilation's symbols.</param>
    /// <param name="metadataName">The type's full metadata name.</param>
    public KnownType(KnownSymbols symbols, string metadataName)
    {
        string name = metadataName.Substring(metadataName.LastIndexOfAny(s_separators) + 1);
        int arity = name.IndexOf('`');
        _name = arity < 0 ? name : name.Substring(0, arity);
        _symbols = new(() => symbols.FindAll(metadataName));
    }

    /// <summary>The type; null where the compilation has none or several.</summary>
    public INamedTypeSymbol? Symbol => _symbols.Value.Length == 1 ? _symbols.Value[0] : null;

    /// <summary>Whether a type is this one, or one that is constructed of it.</summary>
    /// <remarks>Two assemblies of one package may both have it: gRPC's two <c>AsyncStreamReaderExtensions</c>.</remarks>
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

    /// <summary>Whether a type implements this interface, or is it.</summary>
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
