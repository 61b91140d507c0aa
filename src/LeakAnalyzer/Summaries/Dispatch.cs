using System.Collections.Concurrent;
using System.Collections.Immutable;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Summaries;

/// <summary>
/// Finds the methods that a call can run. They aren't known if code outside the compilation may implement or override the called method.
/// </summary>
internal sealed class Dispatch(CodeModel code)
{
    private const int MostTargets = 8;

    private readonly ConcurrentDictionary<IMethodSymbol, ImmutableArray<IMethodSymbol>> _targets = new(SymbolEqualityComparer.Default);
    private readonly Lazy<List<INamedTypeSymbol>> _types = new(() => TypesOf(code.Symbols.Compilation.Assembly));

    /// <summary>Gets the source method that a call runs; null if the call may run several methods, or one without source code.</summary>
    public IMethodSymbol? TargetOf(IInvocationOperation call) => TargetOf(call.TargetMethod, call.IsVirtual);

    /// <summary>Gets the source method that runs if the given method is called; null if several methods may run, or one without source code.</summary>
    /// <param name="method">The called method.</param>
    /// <param name="isVirtualCall">Whether the call is virtual, so that an override may run instead of the called method.</param>
    public IMethodSymbol? TargetOf(IMethodSymbol method, bool isVirtualCall)
    {
        method = ExtensionBlocks.DeclarationOf(method);
        return IsFixed(method, isVirtualCall) ? SourceOf(method) : _targets.GetOrAdd(method, FindAll) is [var only] ? only : null;
    }

    /// <summary>Gets the non-abstract types of the compilation that derive from a class.</summary>
    public IEnumerable<INamedTypeSymbol> DerivedFrom(INamedTypeSymbol type) =>
        _types.Value.Where(one => !one.IsAbstract && KnownSymbols.IsOrDerivesFrom(one.BaseType, type));

    /// <summary>Gets all source methods that a call can run; none if some can't be seen or there are more than <see cref="MostTargets"/>.</summary>
    public ImmutableArray<IMethodSymbol> TargetsOf(IInvocationOperation call)
    {
        IMethodSymbol method = ExtensionBlocks.DeclarationOf(call.TargetMethod);
        return !IsFixed(method, call.IsVirtual) ? _targets.GetOrAdd(method, FindAll)
            : SourceOf(method) is { } source ? ImmutableArray.Create(source)
            : ImmutableArray<IMethodSymbol>.Empty;
    }

    private static IMethodSymbol? SourceOf(IMethodSymbol method) => method.DeclaringSyntaxReferences.IsEmpty ? null : method.PartialImplementationPart ?? method;

    /// <summary>Whether a call can run only the called method itself.</summary>
    private static bool IsFixed(IMethodSymbol method, bool isVirtualCall) =>
        !method.IsAbstract
        && !(isVirtualCall && (method.IsVirtual || method.IsOverride) && !method.IsSealed && !method.ContainingType.IsSealed);

    private ImmutableArray<IMethodSymbol> FindAll(IMethodSymbol method)
    {
        if (method.DeclaringSyntaxReferences.IsEmpty || !code.World.IsClosed(method.ContainingType))
        {
            return ImmutableArray<IMethodSymbol>.Empty;
        }

        var targets = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
        if (!method.IsAbstract)
        {
            targets.Add(method.PartialImplementationPart ?? method);
        }

        foreach (INamedTypeSymbol type in _types.Value)
        {
            IMethodSymbol? target = method.ContainingType.TypeKind == TypeKind.Interface ? ImplementationIn(type, method) : OverrideIn(type, method);
            if (target is null || target.IsAbstract && !HasUnseenOverrides(target))
            {
                continue;
            }

            if (SourceOf(target) is not { } source || HasUnseenOverrides(target) || targets.Add(source) && targets.Count > MostTargets)
            {
                return ImmutableArray<IMethodSymbol>.Empty;
            }
        }

        return targets.ToImmutableArray();
    }

    /// <summary>Whether code outside the compilation may override a method of a class.</summary>
    private bool HasUnseenOverrides(IMethodSymbol method) =>
        method.ContainingType.TypeKind == TypeKind.Class && !IsFixed(method, isVirtualCall: true) && !code.World.IsClosed(method.ContainingType);

    /// <summary>Gets the method that runs if an interface's method is called on an object of a type; null if the type doesn't implement the interface.</summary>
    private static IMethodSymbol? ImplementationIn(INamedTypeSymbol type, IMethodSymbol method)
    {
        if (type.TypeKind == TypeKind.Interface)
        {
            return null;
        }

        foreach (INamedTypeSymbol contract in type.AllInterfaces)
        {
            if (KnownSymbols.Same(contract.OriginalDefinition, method.ContainingType))
            {
                foreach (ISymbol member in contract.GetMembers(method.Name))
                {
                    if (KnownSymbols.Same(member.OriginalDefinition, method))
                    {
                        return type.FindImplementationForInterfaceMember(member)?.OriginalDefinition is IMethodSymbol found ? LastOverrideIn(type, found) : null;
                    }
                }
            }
        }

        return null;
    }

    /// <summary>Gets the override of a method that objects of a type have; the method itself if there is none.</summary>
    private static IMethodSymbol LastOverrideIn(INamedTypeSymbol type, IMethodSymbol method)
    {
        for (INamedTypeSymbol? current = type; current is not null && !KnownSymbols.Same(current, method.ContainingType); current = current.BaseType?.OriginalDefinition)
        {
            if (OverrideIn(current, method) is { } last)
            {
                return last;
            }
        }

        return method;
    }

    private static IMethodSymbol? OverrideIn(INamedTypeSymbol type, IMethodSymbol method)
    {
        foreach (ISymbol member in type.GetMembers(method.Name))
        {
            for (IMethodSymbol? overridden = (member as IMethodSymbol)?.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
            {
                if (KnownSymbols.Same(overridden.OriginalDefinition, method))
                {
                    return (IMethodSymbol)member;
                }
            }
        }

        return null;
    }

    private static List<INamedTypeSymbol> TypesOf(IAssemblySymbol assembly)
    {
        var types = new List<INamedTypeSymbol>();
        var pending = new Stack<INamespaceOrTypeSymbol>();
        pending.Push(assembly.GlobalNamespace);
        while (pending.Count > 0)
        {
            foreach (ISymbol member in pending.Pop().GetMembers())
            {
                if (member is INamespaceOrTypeSymbol inner)
                {
                    pending.Push(inner);
                    if (inner is INamedTypeSymbol type)
                    {
                        types.Add(type);
                    }
                }
            }
        }

        return types;
    }
}
