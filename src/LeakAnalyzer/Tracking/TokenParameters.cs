using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Tracking;

/// <summary>Whether a method takes a token, and whether it must.</summary>
internal static class TokenParameters
{
    /// <summary>Whether a caller could do without giving this token: it is optional, or an overload doesn't take one.</summary>
    public static bool CanBeLeftOut(IParameterSymbol token, IMethodSymbol method)
    {
        if (token.IsOptional)
        {
            return true;
        }

        foreach (ISymbol member in method.ContainingType.GetMembers(method.Name))
        {
            if (member is IMethodSymbol overload
                && overload.Parameters.Length == method.Parameters.Length - 1
                && overload.IsStatic == method.IsStatic
                && SameParametersBut(token.Ordinal, method, overload))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The token parameter of the overload that has the same other parameters and then a token; null where there is none.</summary>
    public static IParameterSymbol? OfOverload(IMethodSymbol method, KnownSymbols symbols)
    {
        foreach (ISymbol member in method.ContainingType.GetMembers(method.Name))
        {
            if (member is IMethodSymbol { Parameters: [.., var last] } overload
                && overload.Parameters.Length == method.Parameters.Length + 1
                && overload.IsStatic == method.IsStatic
                && symbols.IsCancellationToken(last.Type)
                && SameParametersBut(last.Ordinal, overload, method))
            {
                return last;
            }
        }

        return null;
    }

    private static bool SameParametersBut(int ordinal, IMethodSymbol longer, IMethodSymbol shorter)
    {
        for (int i = 0, j = 0; i < longer.Parameters.Length; i++)
        {
            if (i != ordinal && !KnownSymbols.Same(longer.Parameters[i].Type, shorter.Parameters[j++].Type))
            {
                return false;
            }
        }

        return true;
    }
}
