using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Tasks;

/// <summary>Finds private methods that are never called, unless a framework, other parts of the type, or an unknown base class may call them.</summary>
internal static class UnreachedCode
{
    public static bool Holds(SyntaxNode node, LeakModel model) =>
        SyntaxQueries.EnclosingMember(node) is MethodDeclarationSyntax declaration
        && model.SemanticModelOf(declaration.SyntaxTree)?.GetDeclaredSymbol(declaration) is IMethodSymbol { DeclaredAccessibility: Accessibility.Private, ContainingType: var type } method
        && method.ExplicitInterfaceImplementations.IsEmpty
        && method.GetAttributes().IsEmpty
        && type.DeclaringSyntaxReferences.Length == 1
        && declaration.Parent is TypeDeclarationSyntax { Modifiers: var modifiers } && !modifiers.Any(modifier => modifier.ValueText == "partial")
        && (type.BaseType is null or { SpecialType: SpecialType.System_Object or SpecialType.System_ValueType } || type.BaseType.DeclaringSyntaxReferences.Length > 0)
        && model.Uses.Of(method).IsEmpty
        && !SymbolUses.IsInNameOf(method.Name, declaration.Ancestors().OfType<TypeDeclarationSyntax>().Last()); // reflection may call it
}
