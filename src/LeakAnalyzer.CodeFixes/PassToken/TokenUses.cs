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

/// <summary>Finds where started work names a token that its scope was given, so that another can take its place everywhere.</summary>
internal static class TokenUses
{
    /// <summary>
    /// The slots that use a token: in the arguments of the call that starts a task, and in the scope's own functions on the way to some waits.
    /// </summary>
    /// <returns>Null where the new token can't be used in one of the slots.</returns>
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
        function != scope.Function && function.SyntaxTree == scope.Function.SyntaxTree && scope.Function.Span.Contains(function.Span);

    /// <summary>Whether a member of a tuple or an anonymous object takes its name from the token's variable.</summary>
    private static bool NamesMember(SyntaxNode use) =>
        use.Parent is AnonymousObjectMemberDeclaratorSyntax { NameEquals: null } or ArgumentSyntax { NameColon: null, Parent: TupleExpressionSyntax };

    /// <summary>Whether the token's handle is read, which throws once its source is disposed.</summary>
    private static bool IsHandleRead(SyntaxNode use) =>
        SyntaxQueries.WithoutParentheses(use).Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WaitHandle" };
}
