using LeakAnalyzer.CodeFixes.Reports;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Races;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.CodeFixes.PassToken;

/// <summary>Tells whether a fix can write the name of a token at a position: the name refers to the token there, and the token has a value.</summary>
internal static class VisibleTokens
{
    /// <summary>Whether a name at a position refers to a local or parameter that holds a token and is declared before the position.</summary>
    public static bool IsVisible(string token, int position, SemanticModel model) => Find(token, position, model) is not null;

    /// <summary>Whether a token has a value where the task is started, and its name refers to the same variable wherever the fix writes it.</summary>
    public static bool CanPass(string token, LeakReport report, SyntaxNode root, SemanticModel model)
    {
        if (Find(token, report.Start.Start, model) is not { } symbol || !report.Remedy.Slots.All(Means))
        {
            return false;
        }

        return HasValue(symbol, root.FindNode(report.Start).FirstAncestorOrSelf<StatementSyntax>(), model);

        bool Means(TokenSlot slot) =>
            SymbolEqualityComparer.Default.Equals(Find(token, slot.Span.Start, model), symbol)
            && (symbol is not ILocalSymbol local || !MayRunBefore(local, slot.Node));
    }

    /// <summary>
    /// Whether a source that is declared before a statement can be linked to a token: its variable has a value there, and isn't assigned later.
    /// </summary>
    public static bool CanLinkBefore(StatementSyntax statement, string token, SyntaxNode scope, SemanticModel model) =>
        Find(token, statement.SpanStart, model) is { } symbol
        && !IsWrittenAfter(statement.SpanStart, token, scope)
        && HasValue(symbol, statement, model);

    /// <summary>Whether code may run before a local has its value: the code is in a local function that is used before or in the local's declaration.</summary>
    private static bool MayRunBefore(ILocalSymbol local, SyntaxNode place)
    {
        if (local.DeclaringSyntaxReferences is not [var declaration])
        {
            return true;
        }

        var functions = new HashSet<string>(place.Ancestors()
            .OfType<LocalFunctionStatementSyntax>()
            .Where(function => !function.Span.Contains(declaration.Span))
            .Select(function => function.Identifier.ValueText));
        SyntaxNode around = place.Ancestors().OfType<MemberDeclarationSyntax>().FirstOrDefault(member => member is not GlobalStatementSyntax) ?? place.SyntaxTree.GetRoot();
        return functions.Count > 0
            && around.DescendantNodes()
                .OfType<IdentifierNameSyntax>()
                .Any(use => use.SpanStart < declaration.Span.End && functions.Contains(use.Identifier.ValueText));
    }

    private static bool HasValue(ISymbol symbol, StatementSyntax? statement, SemanticModel model) =>
        symbol is not ILocalSymbol
        || symbol.DeclaringSyntaxReferences is [var declaration] && declaration.GetSyntax() is VariableDeclaratorSyntax { Initializer: not null } or ForEachStatementSyntax
        || statement is not null
            && model.AnalyzeDataFlow(statement) is { Succeeded: true } flow
            && flow.DefinitelyAssignedOnEntry.Contains(symbol, SymbolEqualityComparer.Default);

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

    private static bool IsWrittenAfter(int position, string token, SyntaxNode scope) =>
        scope.DescendantNodes()
            .OfType<IdentifierNameSyntax>()
            .Any(use => use.SpanStart >= position && use.Identifier.ValueText == token && IsWritten(use));

    private static bool IsWritten(IdentifierNameSyntax use) => use.Parent switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left == use,
        ArgumentSyntax { RefOrOutKeyword.RawKind: (int)SyntaxKind.RefKeyword or (int)SyntaxKind.OutKeyword } => true,
        ArgumentSyntax { Parent: TupleExpressionSyntax tuple } => tuple.Parent is AssignmentExpressionSyntax assignment && assignment.Left == tuple,
        RefExpressionSyntax => true,
        _ => false,
    };
}
