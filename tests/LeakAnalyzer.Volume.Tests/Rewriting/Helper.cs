using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Volume.Tests.Rewriting;

/// <summary>A private method whose body can replace a call.</summary>
/// <param name="Symbol">The method.</param>
/// <param name="Declaration">The method's declaration.</param>
/// <param name="Model">The semantic model of its file.</param>
internal sealed record Helper(IMethodSymbol Symbol, MethodDeclarationSyntax Declaration, SemanticModel Model)
{
    /// <summary>Returns null if the method's body can't replace calls, for example because the method has <c>ref</c> parameters.</summary>
    public static Helper? Of(MethodDeclarationSyntax method, SemanticModel model) =>
        method is { Parent: ClassDeclarationSyntax, ContainsDirectives: false, TypeParameterList: null, AttributeLists.Count: 0 } && (method.Body is not null || method.ExpressionBody is not null)
        && method.ParameterList.Parameters.All(parameter => parameter.AttributeLists.Count == 0)
        && model.GetDeclaredSymbol(method) is { DeclaredAccessibility: Accessibility.Private, ContainingType.DeclaringSyntaxReferences.Length: 1, IsExtensionMethod: false, ExplicitInterfaceImplementations.Length: 0 } symbol
        && symbol.Name != "Main"
        && symbol.Parameters.All(parameter => parameter is { RefKind: RefKind.None, IsParams: false } && TypeTexts.IsNameable(parameter.Type))
        && !method.DescendantNodes().Any(node => node is YieldStatementSyntax or LabeledStatementSyntax)
            ? new Helper(symbol, method, model)
            : null;

    /// <summary>Gets the returned expression; null if the method does more than return it.</summary>
    public ExpressionSyntax? Value =>
        (Declaration.ExpressionBody?.Expression ?? (Declaration.Body is { Statements: [ReturnStatementSyntax { Expression: { } returned }] } ? returned : null)) is { } value
        && SymbolEqualityComparer.Default.Equals(Model.GetTypeInfo(value).Type, Result)
            ? value
            : null;

    /// <summary>Whether the body has a <c>return</c> statement, which would leave the calling method.</summary>
    public bool Returns => Declaration.Body is { } body
        && body.DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).Any(node => node is ReturnStatementSyntax);

    public SyntaxNode Body => Declaration.Body ?? (SyntaxNode)Declaration.ExpressionBody!.Expression;

    /// <summary>Makes a block of the method's body, or of a copy of it.</summary>
    public BlockSyntax BlockOf(SyntaxNode body) => body as BlockSyntax ?? SyntaxFactory.Block(
        Result is null ? SyntaxFactory.ExpressionStatement((ExpressionSyntax)body) : SyntaxFactory.ReturnStatement(((ExpressionSyntax)body).WithLeadingTrivia(SyntaxFactory.Space)));

    /// <summary>Gets the type of the returned or awaited value; null if there is none.</summary>
    private ITypeSymbol? Result => !Symbol.IsAsync ? Symbol.ReturnsVoid ? null : Symbol.ReturnType : Symbol.ReturnType is INamedTypeSymbol { TypeArguments: [var result] } ? result : null;
}
