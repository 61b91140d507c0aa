using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Volume.Tests.Rewriting;

/// <summary>Rewrites a whole file, except code that preprocessor directives divide.</summary>
internal abstract class FileRewriter : CSharpSyntaxRewriter
{
    /// <summary>Rewrites a file.</summary>
    public CompilationUnitSyntax Of(CompilationUnitSyntax file) => (CompilationUnitSyntax)Visit(file);

    /// <summary>Copies a token with another text, at the same place.</summary>
    protected static SyntaxToken Named(SyntaxToken token, string name) =>
        token.CopyAnnotationsTo(SyntaxFactory.Identifier(token.LeadingTrivia, name, token.TrailingTrivia));

    /// <summary>Puts an expression into parentheses.</summary>
    protected static ExpressionSyntax Parenthesized(ExpressionSyntax expression) =>
        SyntaxFactory.ParenthesizedExpression(expression.WithoutTrivia()).WithTriviaFrom(expression);
}
