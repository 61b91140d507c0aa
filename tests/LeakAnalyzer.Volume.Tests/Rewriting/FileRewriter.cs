using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Volume.Tests.Rewriting;

/// <summary>The base class of rewrites that visit a whole file.</summary>
internal abstract class FileRewriter : CSharpSyntaxRewriter
{
    public CompilationUnitSyntax Of(CompilationUnitSyntax file) => (CompilationUnitSyntax)Visit(file);

    /// <summary>Creates an identifier with another name, in place of the old one.</summary>
    protected static SyntaxToken Named(SyntaxToken token, string name) =>
        token.CopyAnnotationsTo(SyntaxFactory.Identifier(token.LeadingTrivia, name, token.TrailingTrivia));

    protected static ExpressionSyntax Parenthesized(ExpressionSyntax expression) =>
        SyntaxFactory.ParenthesizedExpression(expression.WithoutTrivia()).WithTriviaFrom(expression);
}
