using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Volume.Tests.Rewriting;

/// <summary>A private method whose body can replace a call of it.</summary>
/// <param name="Symbol">The method.</param>
/// <param name="Declaration">The declaration of the method.</param>
/// <param name="Model">The file's model.</param>
internal sealed record Helper(IMethodSymbol Symbol, MethodDeclarationSyntax Declaration, SemanticModel Model)
{
    /// <summary>Gets a method that is a helper by its declaration; null if it isn't one.</summary>
    public static Helper? Of(MethodDeclarationSyntax method, SemanticModel model) =>
        method is { Parent: ClassDeclarationSyntax, ContainsDirectives: false, TypeParameterList: null, AttributeLists.Count: 0 } && (method.Body is not null || method.ExpressionBody is not null)
        && method.ParameterList.Parameters.All(parameter => parameter.AttributeLists.Count == 0)
        && model.GetDeclaredSymbol(method) is { DeclaredAccessibility: Accessibility.Private, ContainingType.DeclaringSyntaxReferences.Length: 1, IsExtensionMethod: false, ExplicitInterfaceImplementations.Length: 0 } symbol
        && symbol.Name != "Main"
        && symbol.Parameters.All(parameter => parameter is { RefKind: RefKind.None, IsParams: false } && TypeTexts.IsNameable(parameter.Type))
        && !method.DescendantNodes().Any(node => node is YieldStatementSyntax or LabeledStatementSyntax)
            ? new Helper(symbol, method, model)
            : null;

    /// <summary>The value that the method returns, if it does nothing else; otherwise null.</summary>
    public ExpressionSyntax? Value =>
        (Declaration.ExpressionBody?.Expression ?? (Declaration.Body is { Statements: [ReturnStatementSyntax { Expression: { } returned }] } ? returned : null)) is { } value
        && SymbolEqualityComparer.Default.Equals(Model.GetTypeInfo(value).Type, Result)
            ? value
            : null;

    /// <summary>Whether the method has a <c>return</c> statement. In place of a call it would leave the calling method.</summary>
    public bool Returns => Declaration.Body is { } body
        && body.DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).Any(node => node is ReturnStatementSyntax);

    /// <summary>The method's body: a block or an expression.</summary>
    public SyntaxNode Body => Declaration.Body ?? (SyntaxNode)Declaration.ExpressionBody!.Expression;

    /// <summary>The method's body, or a copy of it, as a block.</summary>
    public BlockSyntax BlockOf(SyntaxNode body) => body as BlockSyntax ?? SyntaxFactory.Block(
        Result is null ? SyntaxFactory.ExpressionStatement((ExpressionSyntax)body) : SyntaxFactory.ReturnStatement(((ExpressionSyntax)body).WithLeadingTrivia(SyntaxFactory.Space)));

    /// <summary>The type of the values that the method returns; null if it returns none.</summary>
    private ITypeSymbol? Result => !Symbol.IsAsync ? Symbol.ReturnsVoid ? null : Symbol.ReturnType : Symbol.ReturnType is INamedTypeSymbol { TypeArguments: [var result] } ? result : null;
}
