using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.CodeFixes.PassToken;

/// <summary>Tells whether a method would clash with one of its overloads if the method gained an optional token as its last parameter.</summary>
internal static class Overloads
{
    /// <summary>
    /// Whether the method, with a token as one more parameter, would clash with a member of its type or of a base type. They clash if some calls could then be
    /// bound to the wrong one.
    /// </summary>
    public static bool Clash(IMethodSymbol method)
    {
        if (ExtensionBlocks.ImplementationOf(method) is { } implementation && Clash(implementation))
        {
            return true; // with an extension method of the same static class, or with a member of another extension block
        }

        for (INamedTypeSymbol? type = method.ContainingType; type is not null; type = type.BaseType)
        {
            if (ClashIn(type, method))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the method, with a token as one more parameter, would clash with a member of the given type.</summary>
    public static bool ClashIn(INamedTypeSymbol type, IMethodSymbol method) =>
        method.MethodKind == MethodKind.Ordinary
        && type.GetMembers(method.Name).Any(member =>
            !SymbolEqualityComparer.Default.Equals(member, method) && (member is not IMethodSymbol overload || Clashes(overload, method)));

    private static bool Clashes(IMethodSymbol overload, IMethodSymbol method)
    {
        int count = method.Parameters.Length;
        if (TakesTokenAt(count, overload))
        {
            return true;
        }

        // The compiler prefers an overload that needs no default value, so a call without a token could be bound to the other overload. Also, a method that
        // hides an inherited one by 'new' would no longer hide it.
        return overload.Parameters.Length >= count
            && overload.Parameters.Skip(count).All(parameter => parameter.IsOptional || parameter.IsParams)
            && (overload.Arity != method.Arity || HaveSameTypes(overload, method));
    }

    /// <summary>
    /// Whether an overload can take a token as the argument at a position. A call that passes the token could then be bound to the wrong method.
    /// </summary>
    private static bool TakesTokenAt(int position, IMethodSymbol overload) => overload.Parameters switch
    {
        [.., { IsParams: true, Type: IArrayTypeSymbol { ElementType: var element } }] when position >= overload.Parameters.Length - 1 => MayBeToken(element),
        var parameters => position < parameters.Length && MayBeToken(parameters[position].Type),
    };

    private static bool MayBeToken(ITypeSymbol type) =>
        type.Name == nameof(CancellationToken) || type.TypeKind is TypeKind.TypeParameter or TypeKind.Dynamic || type.SpecialType is SpecialType.System_Object or SpecialType.System_ValueType;

    private static bool HaveSameTypes(IMethodSymbol overload, IMethodSymbol method)
    {
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            if (!SymbolEqualityComparer.Default.Equals(overload.Parameters[parameter.Ordinal].Type, parameter.Type))
            {
                return false;
            }
        }

        return true;
    }
}
