using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using static Microsoft.CodeAnalysis.CSharp.SyntaxKind;
using Change = (Microsoft.CodeAnalysis.Text.TextSpan Span, string Replacement);

namespace LeakAnalyzer.Mutation;

/// <summary>Finds the mutants of a file. Some of them don't compile.</summary>
internal static class MutantFinder
{
    private static readonly Dictionary<string, string> s_others = new()
    {
        ["&&"] = "||", ["||"] = "&&", ["=="] = "!=", ["!="] = "==", ["<"] = "<=", ["<="] = "<", [">"] = ">=", [">="] = ">",
        ["+"] = "-", ["-"] = "+", ["*"] = "/", ["/"] = "*", ["++"] = "--", ["--"] = "++", ["+="] = "-=", ["-="] = "+=",
        ["|"] = "&", ["&"] = "|", ["|="] = "&=", ["&="] = "|=", ["??="] = "=", ["true"] = "false", ["false"] = "true",
        ["Any"] = "All", ["All"] = "Any", ["Exists"] = "TrueForAll", ["TrueForAll"] = "Exists", ["First"] = "Last", ["Last"] = "First",
        ["FirstOrDefault"] = "LastOrDefault", ["LastOrDefault"] = "FirstOrDefault", ["Min"] = "Max", ["Max"] = "Min", ["MinBy"] = "MaxBy", ["MaxBy"] = "MinBy",
        ["Skip"] = "Take", ["Take"] = "Skip", ["SkipWhile"] = "TakeWhile", ["TakeWhile"] = "SkipWhile", ["Union"] = "Intersect", ["Intersect"] = "Union",
        ["OrderBy"] = "OrderByDescending", ["OrderByDescending"] = "OrderBy", ["StartsWith"] = "EndsWith", ["EndsWith"] = "StartsWith",
    };

    /// <summary>Methods whose calls are removed: <c>items.Where(isGood)</c>, for example, becomes <c>items</c>.</summary>
    private static readonly string[] s_filters = ["Where", "Concat", "Distinct", "Except", "Append", "Prepend", "Reverse", "OrderBy", "TakeWhile", "SkipWhile"];

    public static IEnumerable<Mutant> Find(SemanticModel model)
    {
        SyntaxNode root = model.SyntaxTree.GetRoot();
        SourceText text = model.SyntaxTree.GetText();
        Mutant[] found =
        [
            .. from change in root
                   .DescendantNodes(node => node is not AttributeListSyntax)
                   .SelectMany(node => Negations(node, model).Concat(Changes(node, model)))
                   .Distinct()
               orderby change.Span.Start, change.Span.Length, change.Replacement
               let member = root.FindNode(change.Span).FirstAncestorOrSelf<MemberDeclarationSyntax>()
               select new Mutant(
                   model.SyntaxTree.FilePath, text.Lines.GetLinePosition(change.Span.Start).Line + 1, change.Span, text.ToString(change.Span), change.Replacement,
                   NameOf(member), Index: 0, IsPrivateData: member is FieldDeclarationSyntax && member.Modifiers.Any(PrivateKeyword)),
        ];
        return found
            .GroupBy(mutant => (mutant.Member, mutant.Original, mutant.Replacement))
            .SelectMany(same => same.Select((mutant, index) => mutant with { Index = index }));
    }

    private static string NameOf(MemberDeclarationSyntax? member) => string.Join('.', (member?.AncestorsAndSelf() ?? []).Reverse().Select(node => node switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier.Text,
        MethodDeclarationSyntax method => method.Identifier.Text,
        PropertyDeclarationSyntax property => property.Identifier.Text,
        BaseFieldDeclarationSyntax field => field.Declaration.Variables[0].Identifier.Text,
        _ => node.Kind().ToString(),
    }));

    /// <summary>Negates Boolean expressions, except <c>==</c> and <c>!=</c>, which <see cref="Changes"/> replaces.</summary>
    private static IEnumerable<Change> Negations(SyntaxNode node, SemanticModel model) => node switch
    {
        PrefixUnaryExpressionSyntax { RawKind: (int)LogicalNotExpression } not => [(not.Span, not.Operand.ToString())],
        LiteralExpressionSyntax or ParenthesizedExpressionSyntax or ThrowExpressionSyntax or DeclarationExpressionSyntax => [],
        BinaryExpressionSyntax { RawKind: (int)EqualsExpression or (int)NotEqualsExpression } => [],
        ExpressionSyntax expression when IsRead(expression) && model.GetTypeInfo(expression).Type?.SpecialType == SpecialType.System_Boolean => [(node.Span, $"!({node})")],
        _ => [],
    };

    private static IEnumerable<Change> Changes(SyntaxNode node, SemanticModel model) => node switch
    {
        // Operators, values and calls are replaced.
        BinaryExpressionSyntax { RawKind: (int)CoalesceExpression } binary => [(node.Span, binary.Left.ToString()), (node.Span, binary.Right.ToString())],
        BinaryExpressionSyntax binary when !IsText(binary, model) => Other(binary.OperatorToken),
        AssignmentExpressionSyntax assignment when !IsText(assignment, model) => Other(assignment.OperatorToken),
        PrefixUnaryExpressionSyntax { RawKind: (int)PreIncrementExpression or (int)PreDecrementExpression } unary => Other(unary.OperatorToken),
        PostfixUnaryExpressionSyntax unary => Other(unary.OperatorToken),
        LiteralExpressionSyntax { Token.Value: int number } => number == 0 ? [(node.Span, "1")] : [(node.Span, $"{number + 1}"), (node.Span, $"{number - 1}")],
        // The argument of ConfigureAwait matters only with a synchronization context, which no test has.
        LiteralExpressionSyntax { Parent.Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: nameof(Task.ConfigureAwait) } } } => [],
        LiteralExpressionSyntax literal => Other(literal.Token),
        MemberAccessExpressionSyntax access when NextValue(access, model) is { } next => [(access.Name.Span, next)],
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: IdentifierNameSyntax name } call } =>
            Other(name.Identifier).Concat(s_filters.Contains(name.ToString()) ? [(node.Span, call.Expression.ToString())] : []),

        // One element of a list is removed.
        ArgumentListSyntax list when model.GetSymbolInfo(node.Parent!).Symbol is IMethodSymbol { Parameters: [.., { IsParams: true } last] } => Without(list.Arguments, last.Ordinal),
        CollectionExpressionSyntax collection => Without(collection.Elements),
        PropertyPatternClauseSyntax clause => Without(clause.Subpatterns),
        SwitchExpressionSyntax choice => Without(choice.Arms),
        SwitchLabelSyntax { Parent: SwitchSectionSyntax { Labels.Count: > 1 } } or WhereClauseSyntax => [(node.Span, "")],

        // Parts of patterns are removed, or the pattern's operator is replaced.
        BinaryPatternSyntax pattern => [(node.Span, pattern.Left.ToString()), (node.Span, pattern.Right.ToString())],
        UnaryPatternSyntax { Parent: not IsPatternExpressionSyntax } pattern => [(node.Span, pattern.Pattern.ToString())],
        RelationalPatternSyntax pattern => Other(pattern.OperatorToken),

        // Statements are removed, and results replaced.
        ExpressionStatementSyntax or ContinueStatementSyntax or BreakStatementSyntax or ThrowStatementSyntax or YieldStatementSyntax or ReturnStatementSyntax { Expression: null } => [(node.Span, ";")],
        ReturnStatementSyntax { Expression: { } result } => Nothing(result, model).Append((node.Span, ";")),
        ArrowExpressionClauseSyntax { Expression: var result } => Nothing(result, model),
        _ => [],
    };

    private static IEnumerable<Change> Other(SyntaxToken token) => s_others.TryGetValue(token.Text, out string? other) ? [(token.Span, other)] : [];

    /// <summary>Removes each element of a list, one at a time, with a comma.</summary>
    private static IEnumerable<Change> Without<T>(SeparatedSyntaxList<T> list, int first = 0)
        where T : SyntaxNode =>
        from index in Enumerable.Range(first, Math.Max(0, list.Count - first))
        let start = index == list.Count - 1 && index > 0 ? list.GetSeparator(index - 1).SpanStart : list[index].SpanStart
        let end = index < list.SeparatorCount ? list.GetSeparator(index).Span.End : list[index].Span.End
        select (TextSpan.FromBounds(start, end), "");

    /// <summary>Replaces a nullable result by null, and a collection by an empty one.</summary>
    private static IEnumerable<Change> Nothing(ExpressionSyntax result, SemanticModel model)
    {
        SyntaxNode? declaration = result.Ancestors().FirstOrDefault(node => node is MemberDeclarationSyntax or LocalFunctionStatementSyntax or LambdaExpressionSyntax);
        bool isCollection = model.GetTypeInfo(result).ConvertedType is { SpecialType: not SpecialType.System_String } type
            && type.AllInterfaces.Any(implemented => implemented.SpecialType == SpecialType.System_Collections_IEnumerable);
        return declaration is MethodDeclarationSyntax { ReturnType: NullableTypeSyntax } or LocalFunctionStatementSyntax { ReturnType: NullableTypeSyntax } or PropertyDeclarationSyntax { Type: NullableTypeSyntax }
            ? result.IsKind(NullLiteralExpression) ? [] : [(result.Span, "null")]
            : isCollection && result is not CollectionExpressionSyntax { Elements.Count: 0 } ? [(result.Span, "[]")] : [];
    }

    /// <summary>Gets the next value of an enumeration that is declared in the project; null for any other value.</summary>
    private static string? NextValue(MemberAccessExpressionSyntax access, SemanticModel model)
    {
        if (model.GetSymbolInfo(access).Symbol is not IFieldSymbol { ContainingType: { TypeKind: TypeKind.Enum, DeclaringSyntaxReferences.IsEmpty: false } type } value)
        {
            return null;
        }

        string[] names = [.. type.GetMembers().OfType<IFieldSymbol>().Select(member => member.Name)];
        return names[(Array.IndexOf(names, value.Name) + 1) % names.Length];
    }

    private static bool IsText(ExpressionSyntax expression, SemanticModel model) => model.GetTypeInfo(expression).Type?.SpecialType == SpecialType.System_String;

    /// <summary>Whether an expression is read, and not just a part of a name, assigned to, or negated already.</summary>
    private static bool IsRead(ExpressionSyntax expression) =>
        !expression.Ancestors().First(node => node is not ParenthesizedExpressionSyntax).IsKind(LogicalNotExpression)
        && expression.Parent switch
        {
            MemberAccessExpressionSyntax access => access.Name != expression,
            AssignmentExpressionSyntax assignment => assignment.Left != expression,
            ArgumentSyntax argument => argument.RefKindKeyword.IsKind(None),
            MemberBindingExpressionSyntax or ConditionalAccessExpressionSyntax or BaseExpressionColonSyntax or QualifiedNameSyntax => false,
            _ => expression is not TypeSyntax or IdentifierNameSyntax,
        };
}
