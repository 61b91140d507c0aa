using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Tasks;

/// <summary>
/// Code that nobody reaches: a private method that no code of the compilation names, without an attribute by which a framework may find it, in a type
/// that is not partial and has no base class of another assembly. That a public or internal member is called is always assumed.
/// </summary>
internal static class UnreachedCode
{
    /// <summary>Whether a node stands in such code.</summary>
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
