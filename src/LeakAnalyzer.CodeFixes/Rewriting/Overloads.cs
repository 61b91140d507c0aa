using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.CodeFixes.Rewriting;

/// <summary>Sees that a method which gains an optional token doesn't come into the way of its overloads.</summary>
internal static class Overloads
{
    /// <summary>Whether a method of the type or of its base types would have the same shape, or would take the same calls.</summary>
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

    /// <summary>The same for the members of one type.</summary>
    public static bool ClashIn(INamedTypeSymbol type, IMethodSymbol method) =>
        method.MethodKind == MethodKind.Ordinary
        && type.GetMembers(method.Name).Any(member =>
            !SymbolEqualityComparer.Default.Equals(member, method) && (member is not IMethodSymbol overload || Clashes(overload, method)));

    private static bool Clashes(IMethodSymbol overload, IMethodSymbol method)
    {
        int count = method.Parameters.Length;
        if (overload.Parameters.Length <= count || overload.Arity != method.Arity)
        {
            return false;
        }

        for (int i = 0; i < count; i++)
        {
            if (!SymbolEqualityComparer.Default.Equals(overload.Parameters[i].Type, method.Parameters[i].Type))
            {
                return false;
            }
        }

        IEnumerable<IParameterSymbol> more = overload.Parameters.Skip(count);
        return more.All(parameter => parameter.IsOptional || parameter.IsParams)
            || overload.Parameters.Length == count + 1 && overload.Parameters[count].Type.Name == nameof(CancellationToken);
    }
}
