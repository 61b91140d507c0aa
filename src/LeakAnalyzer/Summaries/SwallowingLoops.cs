using System.Collections.Immutable;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Summaries;

/// <summary>
/// Finds the loops around a wait that catch its cancellation and continue, and so would run without any pause once the token is cancelled.
/// </summary>
internal static class SwallowingLoops
{
    /// <summary>Gets the slots (places for a token) where the loops around a wait that catch its cancellation and continue can test the token.</summary>
    /// <returns>The slots; none if there is no such loop, or if each such loop already tests a token. Null if one of these loops has no slot.</returns>
    public static ImmutableArray<TokenSlot>? SlotsAround(SyntaxNode site, LeakModel model)
    {
        SyntaxNode function = SyntaxQueries.EnclosingFunction(site);
        ImmutableArray<TokenSlot> places = ImmutableArray<TokenSlot>.Empty;
        bool isSwallowed = false;
        SyntaxNode child = site;
        for (SyntaxNode? node = site.Parent; node is not null && node != function; child = node, node = node.Parent)
        {
            isSwallowed |= node is TryStatementSyntax attempt && attempt.Block == child && Swallows(attempt, model);
            if (!isSwallowed || node is not (WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax))
            {
                continue;
            }

            switch (ConditionOf(node))
            {
                case null:
                    places = places.Add(new TokenSlot(node, TokenSlotKind.LoopCondition));
                    break;
                case { } condition when condition.IsKind(SyntaxKind.TrueLiteralExpression):
                    places = places.Add(new TokenSlot(condition, TokenSlotKind.LoopCondition));
                    break;
                case { } condition when !AsksToken(condition, model):
                    return null;
            }
        }

        return places;
    }

    private static ExpressionSyntax? ConditionOf(SyntaxNode loop) => loop switch
    {
        WhileStatementSyntax statement => statement.Condition,
        DoStatementSyntax statement => statement.Condition,
        _ => ((ForStatementSyntax)loop).Condition,
    };

    private static bool AsksToken(ExpressionSyntax condition, LeakModel model) =>
        model.OperationAt(condition) is { } test
        && (TokenConditions.Of(test, outcome: false, model).Count > 0
            || test.DescendantsAndSelf().Any(operation => operation is IPropertyReferenceOperation asked && LoopShapes.AsksToken(asked, model)));

    /// <summary>Whether a <c>try</c> has a <c>catch</c> that catches a cancellation, and then continues after the <c>try</c>.</summary>
    private static bool Swallows(TryStatementSyntax attempt, LeakModel model)
    {
        foreach (CatchClauseSyntax handler in attempt.Catches)
        {
            if (handler.Filter is null && TakesCancellation(handler, model))
            {
                return !handler.Block.DescendantNodes().Any(node => node is ThrowStatementSyntax or ReturnStatementSyntax or BreakStatementSyntax or GotoStatementSyntax);
            }
        }

        return false;
    }

    private static bool TakesCancellation(CatchClauseSyntax handler, LeakModel model) =>
        handler.Declaration is null
        || model.OperationAt(handler) is ICatchClauseOperation { ExceptionType: INamedTypeSymbol taken } && KnownSymbols.Is(model.Symbols.TaskCanceledException, taken);
}
