using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.CodeFixes.PassToken;

/// <summary>Tells whether a method could gain an optional token without a clash with its overloads.</summary>
internal static class Overloads
{
    /// <summary>Whether a method of the type or its base types would have the same signature, or would be chosen for the same calls.</summary>
    public static bool Clash(IMethodSymbol method)
    {
        for (INamedTypeSymbol? type = method.ContainingType; type is not null; type = type.BaseType)
        {
            if (ClashIn(type, method))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a method of one type would have the same signature, or would be chosen for the same calls.</summary>
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

        // The compiler prefers a method without omitted optional parameters; and a method that hides another by 'new' would no longer hide it.
        return overload.Parameters.Length >= count
            && overload.Parameters.Skip(count).All(parameter => parameter.IsOptional || parameter.IsParams)
            && (overload.Arity != method.Arity || HaveSameTypes(overload, method));
    }

    /// <summary>Whether a call that passes a token to an overload at a position could be bound to the method instead.</summary>
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
