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

/// <summary>
/// Finds the place where a fix cancels a <c>CancellationTokenSource</c> that some path doesn't cancel. After the start of the task, each path passes
/// this place.
/// </summary>
internal static class SourceRemedy
{
    /// <summary>
    /// Gets the fix for a source that some path doesn't cancel, although a task waits with the source's token. Returns <see cref="Remedy.None"/> if
    /// it isn't certain where the source must be cancelled, or if a rule would still report another wait of the task afterwards.
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

            // In the cases above, the function disposes the source, so no code needs the source after the function has exited. Here nothing disposes
            // the source, and a task that the function returns may still need it. So no fix is offered for a function that returns a running task.
            case LocalDeclarationStatementSyntax statement
                when disposals.Count == 0 && declarator.Initializer?.Value == creation && !HandedOutTask.MayReturnRunningTask(task.Scope, model):
                bool canDispose = declaration.Variables.Count == 1 && !IsShared(source, task.Scope.Function);
                form = canDispose ? CancelForm.AfterDeclarationWithDispose : CancelForm.AfterDeclaration;

                // A linked source, which a call and not 'new' creates, stays registered with its parent token until it is disposed. So no fix is offered
                // if the fix can't dispose the source.
                place = canDispose || creation is not InvocationExpressionSyntax ? statement : null;
                break;
        }

        return place is not null && Covers(place, form, task.Start.Call.Syntax)
            ? new CancelPlace(form, place, form != CancelForm.BeforeDispose && IsOutermost(place, task.Scope.Function), source.Name)
            : null;
    }

    /// <summary>
    /// Gets the fix for a delay that loses a race (<c>Task.WhenAny</c>), if the token of the delay belongs to a source that the function with the race
    /// declares by <c>using</c> and never cancels. Returns <see cref="Remedy.None"/> if the source isn't created anew for each race, or if it isn't
    /// certain where the source must be cancelled.
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

    /// <summary>
    /// Gets the expression of the only value other than null that is ever assigned to a local. Returns null if there is no such value, or if there
    /// are several.
    /// </summary>
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

    /// <summary>Whether a function has labels, so that a <c>goto</c> may jump past the <c>Cancel</c> call.</summary>
    private static bool HasLabels(SyntaxNode function) => function.DescendantNodes().Any(node => node is LabeledStatementSyntax);

    /// <summary>
    /// Gets the block of a <c>using</c> statement, or of the innermost one if several <c>using</c> statements share one block. Returns null if the
    /// body is no block.
    /// </summary>
    private static BlockSyntax? BlockOf(UsingStatementSyntax statement)
    {
        StatementSyntax body = statement.Statement;
        while (body is UsingStatementSyntax inner)
        {
            body = inner.Statement;
        }

        return body as BlockSyntax;
    }

    /// <summary>
    /// Gets the statement in a <c>finally</c> that disposes the source, if each path from the start of the task passes this statement; otherwise
    /// null.
    /// </summary>
    private static ExpressionStatementSyntax? DisposingStatement(EndingUse disposal, ILocalSymbol source, StartedTask task, LeakModel model) =>
        !disposal.IsUsingStatement
        && SyntaxQueries.EnclosingFunction(disposal.Act) == task.Scope.Function
        && disposal.Act.FirstAncestorOrSelf<StatementSyntax>() is ExpressionStatementSyntax { Parent: BlockSyntax, Expression: InvocationExpressionSyntax or ConditionalAccessExpressionSyntax } statement
        && statement.Ancestors().TakeWhile(node => node != task.Scope.Function).Any(node => node is FinallyClauseSyntax)
        && IsCancelledBy(disposal.Act, source, task, model)
            ? statement
            : null;

    /// <summary>
    /// Whether each path from the start of the task passes the given node, so that it is enough to cancel the source before this node.
    /// </summary>
    private static bool IsCancelledBy(SyntaxNode act, ILocalSymbol source, StartedTask task, LeakModel model)
    {
        var sources = new LocalSources(task.Scope, task.Start.Call.Syntax, model);
        return task.Waits.All(governed =>
            !KnownSymbols.Same(governed.LostSource, source) || sources.LifeOf(source, governed.Wait, cancelledAt: act) == SourceLife.Cancelled);
    }

    /// <summary>Whether a nested function or a second local also holds the source, and so could use the source after its disposal.</summary>
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

    /// <summary>
    /// Whether a call (the start of the task, or the race) is in the code that the <c>finally</c> of the given form protects. For
    /// <see cref="CancelForm.BeforeDispose"/> the flow analysis has shown already that each path passes the disposal.
    /// </summary>
    private static bool Covers(SyntaxNode place, CancelForm form, SyntaxNode start) => form switch
    {
        CancelForm.BeforeDispose => true,
        CancelForm.InUsing => place.Span.Contains(start.Span),
        _ => place.Parent is BlockSyntax or GlobalStatementSyntax && start.SpanStart >= place.Span.End && StatementLists.Around(place).Span.Contains(start.Span),
    };

    private static bool IsOutermost(SyntaxNode place, SyntaxNode function) =>
        place is LocalDeclarationStatementSyntax && StatementLists.Around(place) is var block && (block == function || block.Parent == function);
}

/// <summary>
/// The ways in which a fix writes the call that cancels a source. Each value says which statement <see cref="CancelPlace.Node"/> is.
/// </summary>
internal enum CancelForm
{
    /// <summary>
    /// The statement is the declaration of the source. The fix puts the statements after the declaration into a <c>try</c> whose <c>finally</c>
    /// cancels the source.
    /// </summary>
    AfterDeclaration,

    /// <summary>
    /// Like <see cref="AfterDeclaration"/>, but the fix also disposes the source after it has cancelled it, because no other code disposes the
    /// source.
    /// </summary>
    AfterDeclarationWithDispose,

    /// <summary>
    /// The statement is the block of a <c>using</c> statement. The fix puts the block's statements into a <c>try</c> whose <c>finally</c> cancels
    /// the source.
    /// </summary>
    InUsing,

    /// <summary>The statement disposes the source. The fix inserts the <c>Cancel</c> call before the statement.</summary>
    BeforeDispose,

    /// <summary>The statement disposes a source in a field. The fix inserts the <c>Cancel</c> call before the statement.</summary>
    BeforeDisposeOfField,

    /// <summary>
    /// The statement puts a new source into a field. The fix inserts the <c>Cancel</c> call for the old source before the statement.
    /// </summary>
    BeforeReplacement,
}

/// <summary>The place where a fix cancels a source that is otherwise disposed, dropped or replaced without being cancelled.</summary>
/// <param name="Form">How the fix writes the <c>Cancel</c> call.</param>
/// <param name="Node">
/// The statement that the form refers to. If an expression body disposes or replaces a source in a field, this is the expression body with its arrow.
/// </param>
/// <param name="EndsScope">Whether the fix cancels the source when the function that starts the task (the scope) exits, and not earlier.</param>
/// <param name="Source">
/// The name of the local that holds the source. For a source in a field, this is the expression by which the code at the place refers to the field,
/// followed by <c>?</c> if the field may be null.
/// </param>
internal readonly record struct CancelPlace(CancelForm Form, SyntaxNode Node, bool EndsScope, string Source);
