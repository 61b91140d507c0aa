using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Tasks;

/// <summary>
/// Finds code that is never called: a private method to which no code of the compilation refers. A method with an attribute doesn't count, because a
/// framework may find it by the attribute. Nor does a method of a partial type, or of a type with a base class from another assembly.
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
