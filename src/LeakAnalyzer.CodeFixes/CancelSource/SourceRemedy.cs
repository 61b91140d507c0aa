using System.Collections.Immutable;
using LeakAnalyzer.CodeFixes.Editing;
using LeakAnalyzer.CodeFixes.LinkToScope;
using LeakAnalyzer.CodeFixes.Reports;
using LeakAnalyzer.Facts;
using LeakAnalyzer.Races;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.CodeFixes.CancelSource;

/// <summary>Finds where a fix cancels a <c>CancellationTokenSource</c> that some path doesn't cancel.</summary>
internal static class SourceRemedy
{
    /// <summary>
    /// Gets the fix for a source that some path doesn't cancel. Returns <see cref="Remedy.None"/> if it isn't certain where to cancel it, or if a rule would
    /// then report another wait of the task.
    /// </summary>
    public static Remedy For(StartedTask task, ILocalSymbol source, LeakModel model) =>
        !OtherWaits.AreReported(task, governed => KnownSymbols.Same(governed.LostSource, source)) && PlaceFor(task, source, model) is { } place
            ? Remedy.None with { Fixes = ImmutableArray.Create(FixKind.CancelBeforeDispose), Cancel = place }
            : Remedy.None;

    private static CancelPlace? PlaceFor(StartedTask task, ILocalSymbol source, LeakModel model)
    {
        if (!TaskRemedy.MayBeCancelled(task)
            || source.Name.Length == 0
            || OnlySource(source, model) is not { } creation
            || source.DeclaringSyntaxReferences is not [var reference]
            || reference.GetSyntax() is not VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax declaration } declarator
            || HasLabels(task.Scope.Function))
        {
            return null;
        }

        var disposals = ObjectUses.ThatMayEnd(WaitedObject.Of(source), Interest.InCancel, model)
            .FindAll(use => use.Effect == UseEffect.Disposes);
        StatementSyntax? place = null;
        var form = CancelForm.AfterDeclaration;
        switch (declaration.Parent)
        {
            case LocalDeclarationStatementSyntax statement when statement.UsingKeyword.IsKind(SyntaxKind.UsingKeyword):
                place = disposals.Count == 0 ? statement : null;
                break;

            case UsingStatementSyntax statement:
                form = CancelForm.InUsing;
                place = disposals.Count == 0 ? BlockOf(statement) : null;
                break;

            case LocalDeclarationStatementSyntax when disposals.Count == 1:
                form = CancelForm.BeforeDispose;
                place = DisposingStatement(disposals[0], source, task, model);
                break;

            // A task that the function returns may still need a source that nothing disposes. So no fix is offered if the function returns a running task.
            case LocalDeclarationStatementSyntax statement
                when disposals.Count == 0 && declarator.Initializer?.Value == creation && !HandedOutTask.MayReturnRunningTask(task.Scope, model):
                bool canDispose = declaration.Variables.Count == 1 && !IsShared(source, task.Scope.Function);
                form = canDispose ? CancelForm.AfterDeclarationWithDispose : CancelForm.AfterDeclaration;

                // A linked source stays registered with its parent token until it is disposed. So no fix is offered that can't dispose a linked source.
                place = canDispose || creation is not InvocationExpressionSyntax ? statement : null;
                break;
        }

        return place is not null && Covers(place, form, task.Start.Call.Syntax)
            ? new CancelPlace(form, place, form != CancelForm.BeforeDispose && IsOutermost(place, task.Scope.Function), source.Name)
            : null;
    }

    /// <summary>
    /// Gets the fix for a delay that loses a <c>Task.WhenAny</c>, if the delay has the token of a source that the same function declares by <c>using</c> and
    /// never cancels; otherwise <see cref="Remedy.None"/>.
    /// </summary>
    public static Remedy ForDelay(RacedOperation delay, Scope scope, LeakModel model)
    {
        foreach (Canceller canceller in delay.Token.Cancellers)
        {
            if (canceller is { Kind: CancellerKind.Holder, Symbol: ILocalSymbol source }
                && scope.Declares(source)
                && source.DeclaringSyntaxReferences is [var reference]
                && reference.GetSyntax() is VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax declaration }
                && SyntaxQueries.LoopAround(declaration) == SyntaxQueries.LoopAround(delay.Race.Call.Syntax)
                && PlaceInUsing(source, declaration, delay.Race.Call.Syntax, scope, model) is { } place)
            {
                return Remedy.None with { Fixes = ImmutableArray.Create(FixKind.CancelBeforeDispose), Cancel = place };
            }
        }

        return Remedy.None;
    }

    private static CancelPlace? PlaceInUsing(ILocalSymbol source, VariableDeclarationSyntax declaration, SyntaxNode race, Scope scope, LeakModel model)
    {
        (StatementSyntax? place, CancelForm form) = declaration.Parent switch
        {
            LocalDeclarationStatementSyntax statement when statement.UsingKeyword.IsKind(SyntaxKind.UsingKeyword) => (statement, CancelForm.AfterDeclaration),
            UsingStatementSyntax statement => (BlockOf(statement), CancelForm.InUsing),
            _ => ((StatementSyntax?)null, CancelForm.AfterDeclaration),
        };
        return place is not null
            && OnlySource(source, model) is not null
            && !HasLabels(scope.Function)
            && Covers(place, form, race)
            && !ObjectUses.ThatMayEnd(WaitedObject.Of(source), Interest.InCancel, model).Exists(use => use.Effect == UseEffect.Disposes && !use.IsUsingStatement)
                ? new CancelPlace(form, place, IsOutermost(place, scope.Function), source.Name)
                : null;
    }

    /// <summary>Gets the only value other than null that is ever assigned to a local; null if there isn't exactly one.</summary>
    private static ExpressionSyntax? OnlySource(ILocalSymbol local, LeakModel model)
    {
        ExpressionSyntax? only = null;
        foreach (ExpressionSyntax value in model.Values.Of(local) ?? [])
        {
            if (SyntaxQueries.IsNull(value))
            {
                continue;
            }

            if (only is not null)
            {
                return null;
            }

            only = value;
        }

        return only;
    }

    /// <summary>Whether a function has labels: a <c>goto</c> may jump past the <c>Cancel</c> call.</summary>
    private static bool HasLabels(SyntaxNode function) => function.DescendantNodes().Any(node => node is LabeledStatementSyntax);

    /// <summary>Gets the block of a <c>using</c> statement, or of the innermost one in <c>using (a) using (b) { }</c>.</summary>
    private static BlockSyntax? BlockOf(UsingStatementSyntax statement)
    {
        StatementSyntax body = statement.Statement;
        while (body is UsingStatementSyntax inner)
        {
            body = inner.Statement;
        }

        return body as BlockSyntax;
    }

    /// <summary>Gets the statement in a <c>finally</c> that disposes the source, if each path from the start of the task passes it; otherwise null.</summary>
    private static ExpressionStatementSyntax? DisposingStatement(EndingUse disposal, ILocalSymbol source, StartedTask task, LeakModel model) =>
        !disposal.IsUsingStatement
        && SyntaxQueries.EnclosingFunction(disposal.Act) == task.Scope.Function
        && disposal.Act.FirstAncestorOrSelf<StatementSyntax>() is ExpressionStatementSyntax { Parent: BlockSyntax, Expression: InvocationExpressionSyntax or ConditionalAccessExpressionSyntax } statement
        && statement.Ancestors().TakeWhile(node => node != task.Scope.Function).Any(node => node is FinallyClauseSyntax)
        && IsCancelledBy(disposal.Act, source, task, model)
            ? statement
            : null;

    /// <summary>Whether each path from the start of the task passes the given node, so that it is enough to cancel the source there.</summary>
    private static bool IsCancelledBy(SyntaxNode act, ILocalSymbol source, StartedTask task, LeakModel model)
    {
        var sources = new LocalSources(task.Scope, task.Start.Call.Syntax, model);
        return task.Waits.All(governed =>
            !KnownSymbols.Same(governed.LostSource, source) || sources.LifeOf(source, governed.Wait, cancelledAt: act) == SourceLife.Cancelled);
    }

    /// <summary>Whether a nested function or a second local also holds the source.</summary>
    private static bool IsShared(ILocalSymbol source, SyntaxNode scope)
    {
        foreach (IdentifierNameSyntax use in SyntaxUses.Uses(source.Name, scope))
        {
            if (SyntaxQueries.EnclosingFunction(use) != scope || SyntaxQueries.WithParentheses(use).Parent is EqualsValueClauseSyntax)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the start of the task, or the race, is in the code that the <c>finally</c> protects.</summary>
    private static bool Covers(SyntaxNode place, CancelForm form, SyntaxNode start) => form switch
    {
        CancelForm.BeforeDispose => true,
        CancelForm.InUsing => place.Span.Contains(start.Span),
        _ => place.Parent is BlockSyntax or GlobalStatementSyntax && start.SpanStart >= place.Span.End && StatementLists.Around(place).Span.Contains(start.Span),
    };

    private static bool IsOutermost(SyntaxNode place, SyntaxNode function) =>
        place is LocalDeclarationStatementSyntax && StatementLists.Around(place) is var block && (block == function || block.Parent == function);
}

/// <summary>The ways in which a fix writes the call that cancels a source. Each value says what <see cref="CancelPlace.Node"/> is.</summary>
internal enum CancelForm
{
    /// <summary>The node is the declaration of the source. The statements after it go into a <c>try</c> whose <c>finally</c> cancels the source.</summary>
    AfterDeclaration,

    /// <summary>Like <see cref="AfterDeclaration"/>, but the fix also disposes the source, because no other code does.</summary>
    AfterDeclarationWithDispose,

    /// <summary>The node is the block of a <c>using</c> statement. Its statements go into a <c>try</c> whose <c>finally</c> cancels the source.</summary>
    InUsing,

    /// <summary>The node is the statement that disposes the source. The <c>Cancel</c> call goes before it.</summary>
    BeforeDispose,

    /// <summary>The node is the code that disposes a source in a field. The <c>Cancel</c> call goes before it.</summary>
    BeforeDisposeOfField,

    /// <summary>The node is the code that puts a new source into a field. The <c>Cancel</c> call for the old source goes before it.</summary>
    BeforeReplacement,
}

/// <summary>Where and how a fix cancels a source.</summary>
/// <param name="Form">How the fix writes the <c>Cancel</c> call.</param>
/// <param name="Node">The statement that the form describes; for a source in a field it may also be an expression body with its arrow.</param>
/// <param name="EndsScope">Whether the fix cancels the source when the function that starts the task exits, and not earlier.</param>
/// <param name="Source">The name of the local, or the expression for the field, that holds the source. A <c>?</c> follows if the field may be null.</param>
internal readonly record struct CancelPlace(CancelForm Form, SyntaxNode Node, bool EndsScope, string Source);
