using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Tracking;

/// <summary>Tells whether a method or one of its overloads has a <c>CancellationToken</c> parameter, and whether a caller must pass a token.</summary>
internal static class TokenParameters
{
    /// <summary>Whether a caller could leave out a token: the parameter is optional, or an overload has all other parameters but not this one.</summary>
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

    /// <summary>Gets the token parameter of the overload that has the method's parameters and then a token; null if there is no such overload.</summary>
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
