using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Tracking;

/// <summary>
/// Who can name a symbol, and so act on what it holds: the function of a local, the type of a private member, the compilation of an internal
/// one. A public member of a library has an outside that can't be seen; an executable has none.
/// </summary>
internal sealed class VisibleWorld(KnownSymbols symbols)
{
    private static readonly string[] s_friendsWithoutUse = ["Test", "Benchmark", "Spec"];

    private readonly Lazy<bool> _hasFriends = new(() => HasFriends(symbols));
    private readonly Lazy<bool> _isLibrary = new(() => symbols.Compilation.Options.OutputKind
        is OutputKind.DynamicallyLinkedLibrary or OutputKind.NetModule or OutputKind.WindowsRuntimeMetadata);

    /// <summary>Whether nobody outside what can be seen can name a symbol.</summary>
    public bool IsClosed(ISymbol symbol) => symbol switch
    {
        ILocalSymbol or IParameterSymbol => true,
        INamedTypeSymbol => OwnerOf(symbol) is not null || IsOfCompilation(symbol),
        IFieldSymbol or IPropertySymbol or IMethodSymbol => symbol.DeclaringSyntaxReferences.Length > 0 && !ImplementsExplicitly(symbol) && (OwnerOf(symbol) is not null || IsOfCompilation(symbol)),
        _ => false,
    };

    /// <summary>Whether a method is a local function, or a method that only its own type can call.</summary>
    public static bool IsOfTypeOnly(IMethodSymbol method) =>
        method.MethodKind == MethodKind.LocalFunction
        || method.MethodKind == MethodKind.Ordinary && method.DeclaredAccessibility == Accessibility.Private && method.ExplicitInterfaceImplementations.IsEmpty;

    /// <summary>The nodes in which all code that can name a symbol is contained; empty where code outside the compilation can name it.</summary>
    public IEnumerable<SyntaxNode> RegionsOf(ISymbol symbol)
    {
        if (symbol is ILocalSymbol or IParameterSymbol)
        {
            return RegionsOfVariable(symbol);
        }

        if (!IsClosed(symbol))
        {
            return [];
        }

        return OwnerOf(symbol) is { } owner
            ? owner.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax())
            : symbols.Compilation.SyntaxTrees.Select(tree => tree.GetRoot());
    }

    /// <summary>Whether only the name of an interface's member reaches a member.</summary>
    private static bool ImplementsExplicitly(ISymbol member) => member switch
    {
        IPropertySymbol property => !property.ExplicitInterfaceImplementations.IsEmpty,
        IMethodSymbol method => !method.ExplicitInterfaceImplementations.IsEmpty,
        _ => false,
    };

    private static IEnumerable<SyntaxNode> RegionsOfVariable(ISymbol symbol)
    {
        // An accessor's parameter is declared by its indexer.
        ISymbol declared = symbol is IParameterSymbol { DeclaringSyntaxReferences.IsEmpty: true, ContainingSymbol: IMethodSymbol { AssociatedSymbol: { } indexer } } ? indexer : symbol;
        foreach (SyntaxReference reference in declared.DeclaringSyntaxReferences)
        {
            yield return SyntaxQueries.EnclosingMember(reference.GetSyntax());
        }
    }

    /// <summary>The type whose text holds all uses of a member: the one that declares it, where it or a type around it is private; null where none is.</summary>
    private static INamedTypeSymbol? OwnerOf(ISymbol member)
    {
        for (ISymbol? current = member; current is not null and not INamespaceSymbol; current = current.ContainingType)
        {
            if (current.DeclaredAccessibility is Accessibility.Private or Accessibility.NotApplicable)
            {
                return current.ContainingType;
            }
        }

        return null;
    }

    private bool IsOfCompilation(ISymbol member) =>
        SymbolEqualityComparer.Default.Equals(member.ContainingAssembly, symbols.Compilation.Assembly)
        && (!_isLibrary.Value || IsInternal(member) && !_hasFriends.Value)
        && !IsTiedToInterface(member);

    /// <summary>Whether a member is also reached by the name of an interface's member, which others may declare.</summary>
    private static bool IsTiedToInterface(ISymbol member)
    {
        if (member is not (IPropertySymbol or IMethodSymbol) || member.IsStatic)
        {
            return false;
        }

        foreach (INamedTypeSymbol contract in member.ContainingType.AllInterfaces)
        {
            foreach (ISymbol declared in contract.GetMembers(member.Name))
            {
                if (SymbolEqualityComparer.Default.Equals(member.ContainingType.FindImplementationForInterfaceMember(declared), member))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsInternal(ISymbol member)
    {
        for (ISymbol? current = member; current is not null and not INamespaceSymbol; current = current.ContainingType)
        {
            if (current.DeclaredAccessibility is Accessibility.Internal or Accessibility.ProtectedAndInternal)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether another assembly that uses what it sees may see what is internal; tests, benchmarks and generated proxies end nothing.</summary>
    private static bool HasFriends(KnownSymbols symbols)
    {
        foreach (AttributeData attribute in symbols.Compilation.Assembly.GetAttributes())
        {
            if (symbols.IsInternalsVisibleTo(attribute)
                && attribute.ConstructorArguments is [{ Value: string friend }, ..]
                && !friend.StartsWith("DynamicProxyGenAssembly2", StringComparison.Ordinal)
                && !s_friendsWithoutUse.Any(word => friend.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0))
            {
                return true;
            }
        }

        return false;
    }
}
