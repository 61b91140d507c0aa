using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.CodeFixes.Rewriting;

/// <summary>Sees that the token that a report names can be read where a fix wants to read it.</summary>
internal static class VisibleTokens
{
    /// <summary>Whether a name stands for a token that was declared in front of a position.</summary>
    public static bool IsVisible(string token, int position, SemanticModel model) => Find(token, position, model) is not null;

    /// <summary>Whether a source in front of a statement can be linked to a token: it has a value there, and keeps it.</summary>
    public static bool CanLinkBefore(StatementSyntax statement, string token, SyntaxNode scope, SemanticModel model)
    {
        if (Find(token, statement.SpanStart, model) is not { } symbol || IsWrittenBehind(statement.SpanStart, token, scope))
        {
            return false;
        }

        return symbol is not ILocalSymbol
            || symbol.DeclaringSyntaxReferences is [var declaration] && declaration.GetSyntax() is VariableDeclaratorSyntax { Initializer: not null }
            || model.AnalyzeDataFlow(statement) is { Succeeded: true } flow && flow.DefinitelyAssignedOnEntry.Contains(symbol, SymbolEqualityComparer.Default);
    }

    private static ISymbol? Find(string token, int position, SemanticModel model)
    {
        foreach (ISymbol symbol in model.LookupSymbols(position, name: token))
        {
            ITypeSymbol? type = (symbol as ILocalSymbol)?.Type ?? (symbol as IParameterSymbol)?.Type;
            if (type is { Name: nameof(CancellationToken), ContainingNamespace: { Name: nameof(System.Threading), ContainingNamespace.Name: nameof(System) } }
                && symbol.DeclaringSyntaxReferences.All(declaration => declaration.Span.Start < position))
            {
                return symbol;
            }
        }

        return null;
    }

    private static bool IsWrittenBehind(int position, string token, SyntaxNode scope)
    {
        foreach (SyntaxNode node in scope.DescendantNodes())
        {
            if (node is AssignmentExpressionSyntax { Left: IdentifierNameSyntax written }
                && written.Identifier.ValueText == token
                && node.SpanStart >= position)
            {
                return true;
            }
        }

        return false;
    }
}
