using LeakAnalyzer.CodeFixes.CancelSource;
using LeakAnalyzer.CodeFixes.Editing;
using System.Collections.Immutable;
using LeakAnalyzer.CodeFixes.Reports;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Races;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.CodeFixes.LinkToScope;

/// <summary>
/// Decides which fix is right for an operation that loses a race, such as <c>Task.WhenAny</c>. Each fix makes sure that a token of the operation is cancelled
/// after the race.
/// </summary>
internal static class RaceRemedy
{
    /// <summary>
    /// Gets the fix that cancels the operation when the function exits or, if the race is in a loop, when the iteration ends; <see cref="Remedy.None"/> if no
    /// such fix is right.
    /// </summary>
    public static Remedy For(RacedOperation raced, Scope scope, LeakModel model)
    {
        SyntaxNode call = raced.Call.Syntax;
        if (raced.Wait is null && IsRunHere(raced.Race.Call.Syntax) && SourceRemedy.ForDelay(raced, scope, model) is { Fixes.IsEmpty: false } cancel)
        {
            return cancel;
        }

        var factory = new WaitFactory(model, model.Options.For(call.SyntaxTree), scope.Function);
        if (scope.Symbol is null or { MethodKind: MethodKind.Destructor }
            || factory.SlotOf(raced.Call) is not { } slot
            || !IsRunHere(raced.Race.Call.Syntax)
            || IsHandedOut(raced, scope)
            || !TryFindBlock(raced, model, out SyntaxNode? block))
        {
            return Remedy.None;
        }

        ImmutableArray<TokenSlot> slots = ImmutableArray.Create(slot);
        List<ISymbol> tokens = TokensInReach.Of(call, scope.Symbol, model);
        if (TokenThatEnds(raced, tokens, scope, model) is { } own)
        {
            return new Remedy(ImmutableArray.Create(FixKind.PassToken), own.Name, slots);
        }

        // The new source is linked to the token that the operation already has, or else to the only token that the function can use. If there are several, the
        // fix can't choose one.
        string? linkedTo = null;
        if (!raced.Token.IsNeverCancelled)
        {
            if (GivenVariable(raced.Call, model) is not { } given || !tokens.Contains(given, SymbolEqualityComparer.Default))
            {
                return Remedy.None;
            }

            linkedTo = given.Name;
        }
        else if (tokens.Count > 0)
        {
            if (tokens.Count > 1)
            {
                return Remedy.None;
            }

            linkedTo = tokens[0].Name;
        }

        return new Remedy(ImmutableArray.Create(FixKind.LinkToScope), linkedTo, slots) { Block = block };
    }

    /// <summary>Whether the function itself waits for the race, and doesn't only return the task of the race.</summary>
    private static bool IsRunHere(SyntaxNode race) =>
        race is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WaitAny" } or IdentifierNameSyntax { Identifier.ValueText: "WaitAny" } }
        || SyntaxUses.IsAwaited(race)
        || SyntaxQueries.WithParentheses(race).Parent switch
        {
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetAwaiter" or "Wait" or "Result" } => true,
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Unwrap", Parent: InvocationExpressionSyntax unwrapped } => SyntaxUses.IsAwaited(unwrapped),
            _ => false,
        };

    /// <summary>Whether the function returns the task of the operation, so that its caller may still use it.</summary>
    private static bool IsHandedOut(RacedOperation raced, Scope scope)
    {
        foreach (IdentifierNameSyntax use in raced.Local is { } local ? SyntaxUses.Uses(local.Name, scope.Function) : [])
        {
            if (SyntaxQueries.WithParentheses(use).Parent is ReturnStatementSyntax or ArrowExpressionClauseSyntax)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Finds the block in which the fix declares the source: the body of the loop around the race, or null, which stands for the function's outermost block.
    /// </summary>
    /// <returns>False if the operation and the race aren't in the same loop, or if the source can't be declared in the loop's body.</returns>
    private static bool TryFindBlock(RacedOperation raced, LeakModel model, out SyntaxNode? block)
    {
        block = null;
        SyntaxNode race = raced.Race.Call.Syntax;
        StatementSyntax? loop = SyntaxQueries.LoopAround(race);
        if (SyntaxQueries.LoopAround(raced.Call.Syntax) != loop || model.Functions.IsJumpedBackTo(race, loop ?? SyntaxQueries.EnclosingFunction(race)))
        {
            return false;
        }

        if (loop is null)
        {
            return true;
        }

        block = SyntaxQueries.BodyOf(loop);
        return block is BlockSyntax
            && block.Span.Contains(race.Span)
            && block.Span.Contains(raced.Call.Syntax.Span)
            && (raced.Local is null || raced.Local.DeclaringSyntaxReferences is [var declaration] && block.Span.Contains(declaration.Span));
    }

    /// <summary>Gets the parameter or local whose token a call passes; null if there is none.</summary>
    private static ISymbol? GivenVariable(IInvocationOperation call, LeakModel model)
    {
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (model.Symbols.IsCancellationToken(argument.Parameter?.Type))
            {
                return argument.Value.Unwrap() switch
                {
                    IParameterReferenceOperation { Parameter: var parameter } => parameter,
                    ILocalReferenceOperation { Local: var local } => local,
                    _ => null,
                };
            }
        }

        return null;
    }

    /// <summary>
    /// Gets the only token in the function that would end the operation on every path after the race; null if there isn't exactly one. An earlier fix may have
    /// added it for another operand of the race.
    /// </summary>
    private static ISymbol? TokenThatEnds(RacedOperation raced, List<ISymbol> tokens, Scope scope, LeakModel model)
    {
        ISymbol? found = null;
        foreach (ISymbol token in tokens)
        {
            TokenOrigin origin = token is ILocalSymbol local ? TokensInReach.OriginOf(local, raced.Call.Syntax, model)
                : raced.Race.Kind == RaceKind.GivesUpByToken ? TokenOrigin.Of(CancellerKind.Giver, token)
                : TokenOrigin.Nothing;
            bool isCancelledHere = token is IParameterSymbol || origin.Cancellers.Any(canceller => IsOfIteration(canceller, raced, scope, model));
            if (!origin.IsEmpty && isCancelledHere && RaceOutcome.PathsThatAbandon(raced with { Token = origin }, scope, model) == Paths.None)
            {
                if (found is not null)
                {
                    return null;
                }

                found = token;
            }
        }

        return found;
    }

    /// <summary>Whether a canceller is a source that the function creates anew for each race.</summary>
    private static bool IsOfIteration(Canceller canceller, RacedOperation raced, Scope scope, LeakModel model) =>
        canceller is { Kind: CancellerKind.Holder, Symbol: ILocalSymbol { DeclaringSyntaxReferences: [var declaration] } source }
        && scope.Declares(source)
        && model.Values.HoldsOnlyNew(source)
        && (SyntaxQueries.LoopAround(raced.Race.Call.Syntax) is not { } loop || loop.Span.Contains(declaration.Span));
}
