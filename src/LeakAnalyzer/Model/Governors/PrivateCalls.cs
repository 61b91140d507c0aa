using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Model;

/// <summary>The calls of a function that only its own type can call.</summary>
internal static class PrivateCalls
{
    /// <summary>Whether the type's own text holds all calls of a function.</summary>
    public static bool AreAll(IMethodSymbol method) =>
        method.MethodKind == MethodKind.LocalFunction
        || method.MethodKind == MethodKind.Ordinary && method.DeclaredAccessibility == Accessibility.Private;

    /// <summary>The calls of a method, or of one of the same name; null for a use that is no call.</summary>
    public static IEnumerable<ExpressionSyntax?> Of(IMethodSymbol method)
    {
        foreach (SyntaxReference reference in method.ContainingType.DeclaringSyntaxReferences)
        {
            foreach (IdentifierNameSyntax use in SyntaxQueries.Uses(method.Name, reference.GetSyntax()))
            {
                yield return SyntaxQueries.Qualified(use).Parent as InvocationExpressionSyntax;
            }
        }
    }
}
