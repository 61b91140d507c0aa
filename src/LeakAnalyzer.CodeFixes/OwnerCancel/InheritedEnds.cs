using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.CodeFixes.OwnerCancel;

/// <summary>Finds the inherited methods that dispose or stop an object, and that its type can override.</summary>
internal sealed class InheritedEnds(INamedTypeSymbol type, KnownSymbols symbols)
{
    /// <summary>Gets the <c>StopAsync</c> of a hosted service, or null if the type can't override it.</summary>
    public EndingMember? Stop() => Of(EndKind.StopAsync, Implementation(symbols.HostedService, EndingMembers.StopAsync));

    /// <summary>Gets the <c>Dispose(bool)</c> that <c>Dispose</c> calls, or else <c>Dispose</c> itself; null if the type can't override it.</summary>
    public EndingMember? Dispose() => Pattern(
        EndKind.Dispose,
        Implementation(symbols.Disposable, EndingMembers.Dispose),
        EndingMembers.Dispose,
        method => method.ReturnsVoid && method.Parameters is [{ RefKind: RefKind.None, Type.SpecialType: SpecialType.System_Boolean }]);

    /// <summary>
    /// Gets the <c>DisposeAsyncCore</c> that <c>DisposeAsync</c> calls, or else <c>DisposeAsync</c> itself; null if the type can't override it.
    /// </summary>
    public EndingMember? DisposeAsync() => Pattern(
        EndKind.DisposeAsync,
        Implementation(symbols.AsyncDisposable, EndingMembers.DisposeAsync),
        EndingMembers.DisposeAsyncCore,
        method => KnownSymbols.Same(method.ReturnType, symbols.ValueTask) && method.Parameters.IsEmpty);

    private EndingMember? Pattern(EndKind kind, IMethodSymbol? implementation, string core, Func<IMethodSymbol, bool> isCore)
    {
        if (implementation is null)
        {
            return null;
        }

        // The body of a method in another assembly can't be read. It is assumed to call 'Dispose(bool)' or 'DisposeAsyncCore' if there is one.
        bool callsCore = implementation.DeclaringSyntaxReferences.IsEmpty || EndingMembers.Calls(implementation, core);
        return callsCore && Nearest(core, isCore) is { } inherited ? Of(kind, inherited) : Of(kind, implementation);
    }

    /// <summary>Gets the inherited method that implements an interface member; null if there is none, or if it implements the member explicitly.</summary>
    private IMethodSymbol? Implementation(INamedTypeSymbol? contract, string name) =>
        contract?.GetMembers(name) is [IMethodSymbol member]
        && type.FindImplementationForInterfaceMember(member) is IMethodSymbol { ExplicitInterfaceImplementations.IsEmpty: true } implementation
        && !KnownSymbols.Same(implementation.ContainingType, type)
            ? Nearest(name, method => IsOrOverrides(method, implementation))
            : null;

    private static bool IsOrOverrides(IMethodSymbol method, IMethodSymbol other)
    {
        for (IMethodSymbol? current = method; current is not null; current = current.OverriddenMethod)
        {
            if (KnownSymbols.Same(current, other))
            {
                return true;
            }
        }

        return false;
    }

    private IMethodSymbol? Nearest(string name, Func<IMethodSymbol, bool> isMeant)
    {
        for (INamedTypeSymbol? current = type.BaseType; current is not null; current = current.BaseType)
        {
            foreach (ISymbol member in current.GetMembers(name))
            {
                if (member is IMethodSymbol { IsStatic: false, MethodKind: MethodKind.Ordinary } method && isMeant(method))
                {
                    return method;
                }
            }
        }

        return null;
    }

    private EndingMember? Of(EndKind kind, IMethodSymbol? inherited) =>
        inherited is { IsSealed: false, IsAbstract: false }
        && (inherited.IsVirtual || inherited.IsOverride)
        && symbols.Compilation.IsSymbolAccessibleWithin(inherited, type)
        && !inherited.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == nameof(ObsoleteAttribute))
        && !type.GetMembers(inherited.Name).Any(own => own is not IMethodSymbol method || method.Parameters.Length == inherited.Parameters.Length)
            ? new EndingMember(kind, inherited, Declaration: null)
            {
                Inherited = new InheritedEnd(AccessTo(inherited), inherited.Name, inherited.Parameters is [var parameter] ? parameter.Name : null),
            }
            : null;

    private string AccessTo(IMethodSymbol method) => method.DeclaredAccessibility switch
    {
        Accessibility.Public => "public",
        Accessibility.Internal => "internal",
        Accessibility.ProtectedAndInternal => "private protected",
        Accessibility.ProtectedOrInternal when method.ContainingAssembly.GivesAccessTo(type.ContainingAssembly) => "protected internal",
        _ => "protected",
    };
}

/// <summary>An inherited method that the fix overrides.</summary>
/// <param name="Access">The modifiers of the override that state its accessibility.</param>
/// <param name="Name">The name of the method.</param>
/// <param name="Parameter">The name of the method's only parameter, or null if the method has no parameter.</param>
internal readonly record struct InheritedEnd(string Access, string Name, string? Parameter);
