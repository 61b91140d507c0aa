using LeakAnalyzer.Symbols;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tasks;

/// <summary>Finds the calls of a function that only its own type can call.</summary>
internal static class PrivateCalls
{
    /// <summary>Whether only its own type can call a function, so that the type's code contains all its calls.</summary>
    public static bool AreAll(IMethodSymbol method) => VisibleWorld.IsOfTypeOnly(method);

    /// <summary>Finds the calls of a method. The sequence contains a null for each use that is no call, such as a delegate of the method.</summary>
    public static IEnumerable<IInvocationOperation?> Of(IMethodSymbol method, LeakModel model)
    {
        foreach (IdentifierNameSyntax use in model.Uses.Of(method))
        {
            yield return SyntaxQueries.Qualified(use).Parent is InvocationExpressionSyntax call ? model.OperationAt(call) as IInvocationOperation : null;
        }
    }
}
