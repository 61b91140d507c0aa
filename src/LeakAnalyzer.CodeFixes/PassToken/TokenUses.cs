using LeakAnalyzer.CodeFixes.Editing;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Races;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.CodeFixes.PassToken;

/// <summary>Finds the uses of a token in the code of a task, so that a fix can replace it by another token everywhere.</summary>
internal static class TokenUses
{
    /// <summary>
    /// Finds the uses of a token in the arguments of the call that starts the task, and in the lambdas and local functions on the way to the given waits.
    /// </summary>
    /// <returns>Null if another token can't replace one of the uses, such as an assignment.</returns>
    public static List<TokenSlot>? Of(ISymbol token, StartedTask task, IEnumerable<Wait> waits, LeakModel model)
    {
        var places = new List<TokenSlot>();
        if (model.SemanticModelOf(task.Start.Call.Syntax.SyntaxTree) is not { } semantics)
        {
            return null;
        }

        var regions = new HashSet<SyntaxNode> { task.Start.Call.Syntax is InvocationExpressionSyntax call ? call.ArgumentList : task.Start.Call.Syntax };
        regions.UnionWith(waits.SelectMany(wait => wait.Functions).Where(function => IsWithin(function, task.Scope)));
        var seen = new HashSet<SyntaxNode>();
        foreach (IdentifierNameSyntax use in regions.SelectMany(region => SyntaxUses.Uses(token.Name, region)))
        {
            if (!seen.Add(use) || !KnownSymbols.Same(semantics.GetSymbolInfo(use).Symbol, token))
            {
                continue;
            }

            if (SyntaxQueries.IsWritten(use, out _) || NamesMember(use) || IsHandleRead(use))
            {
                return null;
            }

            places.Add(new TokenSlot(use, TokenSlotKind.ReplaceArgument));
        }

        return places;
    }

    private static bool IsWithin(SyntaxNode function, Scope scope) =>
        function != scope.Function && SyntaxQueries.Contains(scope.Function, function);

    /// <summary>Whether a tuple or an anonymous object takes a member's name from a use, as in <c>new { token }</c>.</summary>
    private static bool NamesMember(SyntaxNode use) =>
        use.Parent is AnonymousObjectMemberDeclaratorSyntax { NameEquals: null } or ArgumentSyntax { NameColon: null, Parent: TupleExpressionSyntax };

    /// <summary>Whether a use reads the token's <c>WaitHandle</c>, which throws after the token's source has been disposed.</summary>
    private static bool IsHandleRead(SyntaxNode use) =>
        SyntaxQueries.WithParentheses(use).Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WaitHandle" };
}
