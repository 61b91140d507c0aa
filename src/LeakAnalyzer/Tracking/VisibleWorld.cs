using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Tracking;

/// <summary>
/// Finds the code that can refer to a symbol: for a private member its type, for an internal member the compilation. A public member of a library can
/// also be used by code that can't be seen.
/// </summary>
/// <param name="symbols">The compilation's symbols.</param>
/// <param name="seesOwnCodeOnly">Whether <c>InternalsVisibleTo</c> and derived types of other assemblies are ignored.</param>
internal sealed class VisibleWorld(KnownSymbols symbols, bool seesOwnCodeOnly = false)
{
    private static readonly string[] s_friendsWithoutUse = ["Test", "Benchmark", "Spec"];

    private readonly Lazy<bool> _hasFriends = new(() => !seesOwnCodeOnly && FindFriends(symbols));
    private readonly Lazy<bool> _isLibrary = new(() => IsLibrary(symbols.Compilation));

    /// <summary>Whether the compilation is a library and another assembly may use its internal members.</summary>
    public bool HasFriends => _isLibrary.Value && _hasFriends.Value;

    /// <summary>Whether a compilation isn't an executable, so that other compilations can use its public members.</summary>
    public static bool IsLibrary(Compilation compilation) =>
        compilation.Options.OutputKind is not (OutputKind.ConsoleApplication or OutputKind.WindowsApplication or OutputKind.WindowsRuntimeApplication);

    /// <summary>Whether all code that can refer to a symbol is in the compilation.</summary>
    public bool IsClosed(ISymbol symbol) => symbol switch
    {
        ILocalSymbol or IParameterSymbol => true,
        INamedTypeSymbol => OwnerOf(symbol) is not null || IsOfCompilation(symbol),
        IFieldSymbol or IPropertySymbol or IMethodSymbol => symbol.DeclaringSyntaxReferences.Length > 0 && !ImplementsExplicitly(symbol) && (OwnerOf(symbol) is not null || IsOfCompilation(symbol)),
        _ => false,
    };

    /// <summary>
    /// Whether all code that can assign a symbol can be seen. A public <c>readonly</c> field with a struct is assigned only by its type, and other code gets
    /// only a copy.
    /// </summary>
    public bool AreValuesSeen(ISymbol symbol) => IsClosed(symbol) || IsValueSetByTypeOnly(symbol);

    /// <summary>Gets the syntax nodes that together contain all code that can assign a symbol; empty if code outside the compilation can.</summary>
    public IEnumerable<SyntaxNode> RegionsThatWrite(ISymbol symbol) =>
        !IsClosed(symbol) && IsValueSetByTypeOnly(symbol)
            ? symbol.ContainingType.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax())
            : RegionsOf(symbol);

    private static bool IsValueSetByTypeOnly(ISymbol symbol) => symbol switch
    {
        IFieldSymbol { IsReadOnly: true, Type.IsValueType: true } => !symbol.DeclaringSyntaxReferences.IsEmpty,
        IPropertySymbol { Type.IsValueType: true, IsVirtual: false, IsOverride: false, IsAbstract: false, IsIndexer: false } property =>
            !symbol.DeclaringSyntaxReferences.IsEmpty && property.SetMethod is null or { DeclaredAccessibility: Accessibility.Private },
        _ => false,
    };

    /// <summary>Whether a method is a local function, or a method that only its own type can call.</summary>
    public static bool IsOfTypeOnly(IMethodSymbol method) =>
        method.MethodKind == MethodKind.LocalFunction
        || method.MethodKind == MethodKind.Ordinary && method.DeclaredAccessibility == Accessibility.Private && method.ExplicitInterfaceImplementations.IsEmpty;

    /// <summary>Gets the syntax nodes that together contain all code that can refer to a symbol; empty if code outside the compilation can.</summary>
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

    /// <summary>Whether a member implements an interface's member explicitly, so that code reaches it only through the interface.</summary>
    private static bool ImplementsExplicitly(ISymbol member) => member switch
    {
        IPropertySymbol property => !property.ExplicitInterfaceImplementations.IsEmpty,
        IMethodSymbol method => !method.ExplicitInterfaceImplementations.IsEmpty,
        _ => false,
    };

    private static IEnumerable<SyntaxNode> RegionsOfVariable(ISymbol symbol)
    {
        // A parameter of an accessor has no declaration of its own, so the declaration of its property or indexer is used.
        ISymbol declared = symbol is IParameterSymbol { DeclaringSyntaxReferences.IsEmpty: true, ContainingSymbol: IMethodSymbol { AssociatedSymbol: { } indexer } } ? indexer : symbol;
        foreach (SyntaxReference reference in declared.DeclaringSyntaxReferences)
        {
            yield return SyntaxQueries.EnclosingMember(reference.GetSyntax());
        }
    }

    /// <summary>Gets the type whose code contains all uses of a member, because the member or a type around it is private; otherwise null.</summary>
    private static INamedTypeSymbol? OwnerOf(ISymbol member)
    {
        for (ISymbol? current = member; current is not null and not INamespaceSymbol; current = current.ContainingType)
        {
            if (current.DeclaredAccessibility is Accessibility.Private or Accessibility.NotApplicable)
            {
                return ExtensionBlocks.TypeAround(current); // all of a static class can call the private members of its extension blocks
            }
        }

        return null;
    }

    private bool IsOfCompilation(ISymbol member) =>
        SymbolEqualityComparer.Default.Equals(member.ContainingAssembly, symbols.Compilation.Assembly)
        && (!_isLibrary.Value || IsInternal(member) && !_hasFriends.Value || seesOwnCodeOnly && member.DeclaredAccessibility == Accessibility.Protected)
        && !IsTiedToInterface(member);

    /// <summary>Whether a member implements a member of an interface, so that code may also reach it through the interface.</summary>
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

    /// <summary>
    /// Whether another assembly may use the compilation's internal members. Assemblies named like tests, for example, are assumed to end no waits.
    /// </summary>
    private static bool FindFriends(KnownSymbols symbols)
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
