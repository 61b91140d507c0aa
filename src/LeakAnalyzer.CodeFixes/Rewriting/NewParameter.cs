using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.Rewriting;

/// <summary>Gives a method or local function an optional token as its last parameter.</summary>
internal static class NewParameter
{
    /// <summary>What the parameter is called where nothing else is.</summary>
    public const string Name = "cancellationToken";

    /// <summary>Whether the parameter leaves every call as it is, and clashes with no overload.</summary>
    public static bool IsPossible(SyntaxNode function, SemanticModel model)
    {
        if (ParametersOf(function) is not { } list || model.GetDeclaredSymbol(function) is not IMethodSymbol method)
        {
            return false;
        }

        // Behind 'params' nothing can stand, and in front of it the parameter would take an item of the calls.
        return !list.Parameters.Any(parameter => parameter.Modifiers.Any(SyntaxKind.ParamsKeyword))
            && method.ContainingType.GetMembers(method.Name).All(overload => SymbolEqualityComparer.Default.Equals(overload, method) || !IsTwin(overload, method));
    }

    /// <summary>Writes the parameter, and its line in the documentation where the others have theirs.</summary>
    public static void Add(SyntaxNode function, string name, string typeName, LanguageVersion language, SourceText text, TextEdits edits)
    {
        ParameterListSyntax list = ParametersOf(function)!;
        string value = language >= LanguageVersion.CSharp7_1 ? "default" : $"default({typeName})";
        string parameter = $"{typeName} {name} = {value}";
        if (list.Parameters.LastOrDefault() is { } last)
        {
            edits.Insert(last.Span.End, ListLayout.SeparatorBehind(last, text) + parameter);
        }
        else
        {
            edits.Insert(list.OpenParenToken.Span.End, parameter);
        }

        Document(function, name, text, edits);
    }

    private static void Document(SyntaxNode function, string name, SourceText text, TextEdits edits)
    {
        XmlElementSyntax? last = function.GetLeadingTrivia()
            .Select(trivia => trivia.GetStructure())
            .OfType<DocumentationCommentTriviaSyntax>()
            .Where(comment => comment.IsKind(SyntaxKind.SingleLineDocumentationCommentTrivia))
            .SelectMany(comment => comment.Content.OfType<XmlElementSyntax>())
            .LastOrDefault(element => element.StartTag.Name.LocalName.ValueText == "param");
        if (last is not null)
        {
            string indentation = DocumentLayout.IndentationAt(last.SpanStart, text);
            edits.Insert(
                last.Span.End,
                $"{DocumentLayout.LineBreakOf(text)}{indentation}/// <param name=\"{name}\">The token to monitor for cancellation requests.</param>");
        }
    }

    /// <summary>Whether an overload has the shape that a method would get.</summary>
    private static bool IsTwin(ISymbol member, IMethodSymbol method)
    {
        if (member is not IMethodSymbol overload || overload.Parameters.Length != method.Parameters.Length + 1 || overload.Arity != method.Arity)
        {
            return false;
        }

        for (int i = 0; i < method.Parameters.Length; i++)
        {
            if (!SymbolEqualityComparer.Default.Equals(overload.Parameters[i].Type, method.Parameters[i].Type))
            {
                return false;
            }
        }

        return overload.Parameters[method.Parameters.Length].Type.Name == nameof(CancellationToken);
    }

    private static ParameterListSyntax? ParametersOf(SyntaxNode function) => function switch
    {
        MethodDeclarationSyntax method => method.ParameterList,
        LocalFunctionStatementSyntax local => local.ParameterList,
        _ => null,
    };
}
