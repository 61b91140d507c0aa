using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Tasks;

/// <summary>
/// Finds code that is never called: a private method to which no code of the compilation refers. The method must have no attribute, by which a
/// framework could find it, and its type must not be partial or have a base class of another assembly. Public and internal members are always assumed
/// to be called.
/// </summary>
internal static class UnreachedCode
{
    /// <summary>Whether a node is in a method that is never called.</summary>
    public static bool Holds(SyntaxNode node, LeakModel model) =>
        SyntaxQueries.EnclosingMember(node) is MethodDeclarationSyntax declaration
        && model.SemanticModelOf(declaration.SyntaxTree)?.GetDeclaredSymbol(declaration) is IMethodSymbol { DeclaredAccessibility: Accessibility.Private, ContainingType: var type } method
        && method.ExplicitInterfaceImplementations.IsEmpty
        && method.GetAttributes().IsEmpty
        && type.DeclaringSyntaxReferences.Length == 1
        && declaration.Parent is TypeDeclarationSyntax { Modifiers: var modifiers } && !modifiers.Any(modifier => modifier.ValueText == "partial")
        && (type.BaseType is null or { SpecialType: SpecialType.System_Object or SpecialType.System_ValueType } || type.BaseType.DeclaringSyntaxReferences.Length > 0)
        && model.Uses.Of(method).IsEmpty;
}
