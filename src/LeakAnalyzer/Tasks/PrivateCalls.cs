using LeakAnalyzer.Symbols;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tasks;

/// <summary>Finds the calls of a private method or local function.</summary>
internal static class PrivateCalls
{
    /// <summary>Whether only the type that declares a function can call it.</summary>
    public static bool AreAll(IMethodSymbol method) => VisibleWorld.IsOfTypeOnly(method);

    /// <summary>Finds the calls of a function, with null for each use that isn't a call, such as the creation of a delegate.</summary>
    public static IEnumerable<IInvocationOperation?> Of(IMethodSymbol method, LeakModel model)
    {
        foreach (SimpleNameSyntax use in model.Uses.Of(method))
        {
            yield return SyntaxQueries.Qualified(use).Parent is InvocationExpressionSyntax call ? model.OperationAt(call) as IInvocationOperation : null;
        }
    }
}
