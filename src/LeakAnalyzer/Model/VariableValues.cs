using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Model;

/// <summary>What a local, parameter or private field is ever given, wherever in its member or type that stands.</summary>
internal static class VariableValues
{
    private const int MostValues = 4;

    /// <summary>
    /// The values written to a symbol. A parameter's argument is not among them.
    /// </summary>
    /// <returns>Null where they can't all be known: written by reference or by a pattern, or visible from elsewhere.</returns>
    public static List<ExpressionSyntax>? Of(ISymbol symbol)
    {
        var values = new List<ExpressionSyntax>();
        foreach (SyntaxReference reference in symbol.DeclaringSyntaxReferences)
        {
            switch (reference.GetSyntax())
            {
                case VariableDeclaratorSyntax declarator:
                    Add(declarator.Initializer?.Value);
                    break;
                case PropertyDeclarationSyntax { ExpressionBody: null } property when IsAutomatic(property):
                    Add(property.Initializer?.Value);
                    break;
                case ParameterSyntax:
                    break;
                default:
                    return null;
            }
        }

        foreach (SyntaxNode region in RegionsOf(symbol))
        {
            foreach (IdentifierNameSyntax use in SyntaxQueries.Uses(symbol.Name, region))
            {
                if (!SyntaxQueries.IsWritten(use, out ExpressionSyntax? value))
                {
                    continue;
                }

                if (value is null)
                {
                    return null;
                }

                Add(value);
            }
        }

        return values.Count <= MostValues ? values : null;

        void Add(ExpressionSyntax? value)
        {
            if (value is not null)
            {
                values.Add(value);
            }
        }
    }

    /// <summary>The expression whose value a property gives, where its getter is nothing else.</summary>
    public static ExpressionSyntax? GivenBy(IPropertySymbol property)
    {
        if (property.DeclaringSyntaxReferences is not [var reference] || reference.GetSyntax() is not PropertyDeclarationSyntax declaration)
        {
            return null;
        }

        if (declaration.ExpressionBody is { } body)
        {
            return body.Expression;
        }

        foreach (AccessorDeclarationSyntax accessor in declaration.AccessorList?.Accessors ?? default)
        {
            if (accessor.Keyword.ValueText == "get")
            {
                return accessor.ExpressionBody?.Expression ?? (accessor.Body?.Statements is [ReturnStatementSyntax { Expression: { } returned }] ? returned : null);
            }
        }

        return null;
    }

    /// <summary>The only value ever written to a symbol; null where there are none or several.</summary>
    public static ExpressionSyntax? Only(ISymbol symbol) => Of(symbol) is [var value] ? value : null;

    /// <summary>
    /// The syntax in which a symbol can be named: the member of a local or parameter, all parts of the type of a private field or property.
    /// Empty where it can be named elsewhere too.
    /// </summary>
    public static IEnumerable<SyntaxNode> RegionsOf(ISymbol symbol)
    {
        if (symbol is ILocalSymbol or IParameterSymbol)
        {
            foreach (SyntaxReference reference in symbol.DeclaringSyntaxReferences)
            {
                yield return SyntaxQueries.EnclosingMember(reference.GetSyntax());
            }
        }
        else if (IsPrivate(symbol))
        {
            foreach (SyntaxReference reference in symbol.ContainingType.DeclaringSyntaxReferences)
            {
                yield return reference.GetSyntax();
            }
        }
    }

    /// <summary>Whether only the type that declares a field or property can name it.</summary>
    public static bool IsPrivate(ISymbol symbol) =>
        symbol is IFieldSymbol or IPropertySymbol && symbol.DeclaredAccessibility == Accessibility.Private && symbol.DeclaringSyntaxReferences.Length > 0;

    private static bool IsAutomatic(PropertyDeclarationSyntax property)
    {
        foreach (AccessorDeclarationSyntax accessor in property.AccessorList?.Accessors ?? default)
        {
            if (accessor.Body is not null || accessor.ExpressionBody is not null)
            {
                return false;
            }
        }

        return property.AccessorList is not null;
    }
}
