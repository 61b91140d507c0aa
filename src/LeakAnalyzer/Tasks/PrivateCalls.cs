using LeakAnalyzer.Symbols;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tasks;

/// <summary>The calls of a function that only its own type can call.</summary>
internal static class PrivateCalls
{
    /// <summary>Whether the type's own text holds all calls of a function.</summary>
    public static bool AreAll(IMethodSymbol method) => VisibleWorld.IsOfTypeOnly(method);

    /// <summary>The calls of a method; null for a use that is no call.</summary>
    public static IEnumerable<IInvocationOperation?> Of(IMethodSymbol method, LeakModel model)
    {
        foreach (IdentifierNameSyntax use in model.Uses.Of(method))
        {
            yield return SyntaxQueries.Qualified(use).Parent is InvocationExpressionSyntax call ? model.OperationAt(call) as IInvocationOperation : null;
        }
    }
}
