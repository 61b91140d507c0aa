using LeakAnalyzer.CodeFixes.Editing;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.PassToken;

/// <summary>
/// Keeps the old signature callable if a public method gains a token parameter: a new method with the old signature calls it. An optional parameter would break
/// the assemblies that were compiled against the old signature.
/// </summary>
internal static class ForwardingOverload
{
    /// <summary>Whether code outside the compilation can call a method, so that its signature must stay.</summary>
    public static bool IsNeeded(IMethodSymbol method, Compilation compilation)
    {
        if (method.MethodKind != MethodKind.Ordinary || !VisibleWorld.IsLibrary(compilation))
        {
            return false;
        }

        for (ISymbol? current = method; current is not null and not INamespaceSymbol; current = current.ContainingType)
        {
            if (current.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Whether the new method can be written: its signature, copied as text, must compile, and its call must be bound to the overload with the token.
    /// </summary>
    public static bool IsPossible(SyntaxNode function) =>
        function is MethodDeclarationSyntax { ReturnType: not RefTypeSyntax } method
        && !method.Modifiers.Any(SyntaxKind.NewKeyword)
        && !(method.TypeParameterList is not null && SyntaxQueries.IsExtensionBlock(method.Parent)) // the call would need the type arguments of the block too
        && (method.SyntaxTree.Options.DocumentationMode != DocumentationMode.Diagnose || DocumentationOf(method).Any())
        && !method.ParameterList.Parameters.Any(parameter => parameter.Default is not null || parameter.Identifier.ValueText == method.Identifier.ValueText)
        && !method.DescendantTrivia(TextSpan.FromBounds(method.SpanStart, BodyOf(method)?.SpanStart ?? method.Span.End)).Any(trivia => trivia.IsDirective);

    /// <summary>Writes the new method after the method that gains the token.</summary>
    public static void Add(MethodDeclarationSyntax method, string tokenType, SourceText text, TextEdits edits)
    {
        string lineBreak = DocumentLayout.LineBreakOf(text);
        string start = lineBreak + DocumentLayout.IndentationAt(method.SpanStart, text);
        string documentation = string.Concat(DocumentationOf(method).Select(trivia => start + trivia.ToFullString().TrimEnd()));
        MethodDeclarationSyntax header = method
            .WithModifiers(SyntaxFactory.TokenList(method.Modifiers.Where(modifier => !modifier.IsKind(SyntaxKind.AsyncKeyword))))
            .WithBody(null).WithExpressionBody(null).WithSemicolonToken(default);
        string signature = header.ReplaceTrivia(header.DescendantTrivia().Where(Comments.Is), (_, _) => default).ToString().TrimEnd();
        string types = method.TypeParameterList is { } list ? $"<{string.Join(", ", list.Parameters.Select(type => type.Identifier.Text))}>" : "";
        string arguments = string.Join(", ", method.ParameterList.Parameters.Select(Argument).Append($"{tokenType}.None"));
        edits.Insert(method.Span.End, $"{lineBreak}{documentation}{start}{signature} => {ReceiverOf(method)}{method.Identifier.Text}{types}({arguments});");
    }

    private static IEnumerable<SyntaxTrivia> DocumentationOf(MethodDeclarationSyntax method) =>
        method.GetLeadingTrivia().Where(trivia => trivia.GetStructure() is DocumentationCommentTriviaSyntax);

    private static SyntaxNode? BodyOf(MethodDeclarationSyntax method) => (SyntaxNode?)method.Body ?? method.ExpressionBody;

    /// <summary>Gets what stands before the name of a method that calls an overload of itself, such as <c>task.</c> in an extension block.</summary>
    private static string ReceiverOf(MethodDeclarationSyntax method) =>
        SyntaxQueries.IsExtensionBlock(method.Parent) && !method.Modifiers.Any(SyntaxKind.StaticKeyword) && ((TypeDeclarationSyntax)method.Parent!).ParameterList is { Parameters: [var receiver, ..] }
            ? receiver.Identifier.Text + "."
            : "";

    private static string Argument(ParameterSyntax parameter)
    {
        SyntaxToken passed = parameter.Modifiers.FirstOrDefault(modifier => modifier.Kind() is SyntaxKind.RefKeyword or SyntaxKind.OutKeyword or SyntaxKind.InKeyword);
        string name = parameter.Identifier.Text;
        return passed.IsKind(SyntaxKind.None) ? name
            : parameter.Modifiers.Any(SyntaxKind.ReadOnlyKeyword) ? $"in {name}"
            : $"{passed.Text} {name}";
    }
}
