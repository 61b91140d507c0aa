using LeakAnalyzer.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.PassToken;

/// <summary>Adds a <c>CancellationToken</c> as the last parameter of a method or local function.</summary>
internal static class NewParameter
{
    /// <summary>The name of the new parameter; a number is added if the name is taken.</summary>
    public const string Name = "cancellationToken";

    private const string AttributeNamespace = "System.Runtime.CompilerServices";
    private const string AttributeName = "EnumeratorCancellation";

    /// <summary>Whether the parameter can be added, and the method then clashes with no overload.</summary>
    public static bool IsPossible(SyntaxNode function, SemanticModel model)
    {
        if (ParametersOf(function) is not { } list || model.GetDeclaredSymbol(function) is not IMethodSymbol method)
        {
            return false;
        }

        // No parameter can stand after a 'params' parameter, and one before it would take the first of the items that existing calls pass.
        return !list.Parameters.Any(parameter => parameter.Modifiers.Any(SyntaxKind.ParamsKeyword))
            && !Overloads.Clash(method)
            && (!IsAsyncIterator(method) || CanHaveAttribute(function, model));
    }

    /// <summary>Writes the parameter and, if other parameters are documented, its <c>param</c> element.</summary>
    public static void Add(SyntaxNode function, string name, string typeName, bool isOptional, SemanticModel model, SourceText text, TextEdits edits)
    {
        ParameterListSyntax list = ParametersOf(function)!;
        string value = !isOptional ? "" : LanguageOf(function) >= LanguageVersion.CSharp7_1 ? " = default" : $" = default({typeName})";
        string attribute = model.GetDeclaredSymbol(function) is IMethodSymbol method && IsAsyncIterator(method) ? Attribute(function, model) : "";
        string parameter = $"{attribute}{typeName} {name}{value}";
        if (list.Parameters.LastOrDefault() is { } last)
        {
            ListLayout.Append(last, parameter, text, edits);
        }
        else
        {
            edits.Insert(list.OpenParenToken.Span.End, parameter);
        }

        Document(function, name, text, edits);
    }

    private static void Document(SyntaxNode function, string name, SourceText text, TextEdits edits)
    {
        XmlNodeSyntax? last = function.GetLeadingTrivia()
            .Select(trivia => trivia.GetStructure())
            .OfType<DocumentationCommentTriviaSyntax>()
            .SelectMany(comment => comment.DescendantNodes().OfType<XmlNodeSyntax>())
            .LastOrDefault(IsOfParameter);
        if (last is not null)
        {
            string inFront = text.ToString(TextSpan.FromBounds(text.Lines.GetLineFromPosition(last.SpanStart).Start, last.SpanStart));
            string separator = inFront.Trim() is "///" or "*" or "" ? DocumentLayout.LineBreakOf(text) + inFront : " ";
            edits.Insert(last.Span.End, $"{separator}<param name=\"{name}\">The token to monitor for cancellation requests.</param>");
        }
    }

    /// <summary>Whether an XML element is a <c>param</c>, even an empty one: if a comment has one, the compiler demands one for each parameter.</summary>
    private static bool IsOfParameter(XmlNodeSyntax node) =>
        node is XmlElementSyntax { StartTag.Name.LocalName.ValueText: "param" } or XmlEmptyElementSyntax { Name.LocalName.ValueText: "param" };

    /// <summary>Whether a method is an async iterator, whose token parameter needs the attribute <c>EnumeratorCancellation</c>.</summary>
    private static bool IsAsyncIterator(IMethodSymbol method) => method is { IsAsync: true, ReturnType.Name: "IAsyncEnumerable" };

    private static bool CanHaveAttribute(SyntaxNode function, SemanticModel model) =>
        (function is MethodDeclarationSyntax || LanguageOf(function) >= LanguageVersion.CSharp9)
        && model.Compilation.GetTypeByMetadataName($"{AttributeNamespace}.{AttributeName}Attribute") is not null;

    private static string Attribute(SyntaxNode function, SemanticModel model) =>
        model.LookupNamespacesAndTypes(function.SpanStart, name: AttributeName + "Attribute").IsEmpty
            ? $"[{AttributeNamespace}.{AttributeName}] "
            : $"[{AttributeName}] ";

    private static LanguageVersion LanguageOf(SyntaxNode function) => ((CSharpParseOptions)function.SyntaxTree.Options).LanguageVersion;

    private static ParameterListSyntax? ParametersOf(SyntaxNode function) => function switch
    {
        MethodDeclarationSyntax method => method.ParameterList,
        LocalFunctionStatementSyntax local => local.ParameterList,
        _ => null,
    };
}
