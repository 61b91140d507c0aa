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

/// <summary>Finds where a source that some path leaves uncancelled is to be cancelled, so that each path passes there.</summary>
internal static class SourceRemedy
{
    /// <summary>The remedy for a source that was to end a task; none where no place is sure, or where the task would still not end.</summary>
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

            // A source that the scope disposes is not used after the scope. Any other may be meant to live as long as a task that the scope returns.
            case LocalDeclarationStatementSyntax statement
                when disposals.Count == 0 && declarator.Initializer?.Value == creation && !HandedOutTask.MayGoOn(task.Scope, model):
                bool canDispose = declaration.Variables.Count == 1 && !IsShared(source, task.Scope.Function);
                form = canDispose ? CancelForm.AfterDeclarationWithDispose : CancelForm.AfterDeclaration;

                // A linked source that nobody disposes would stay registered with its parent.
                place = canDispose || creation is not InvocationExpressionSyntax ? statement : null;
                break;
        }

        return place is not null && Covers(place, form, task.Start.Call.Syntax)
            ? new CancelPlace(form, place, form != CancelForm.BeforeDispose && IsOutermost(place, task.Scope.Function), source.Name)
            : null;
    }

    /// <summary>
    /// The remedy for a raced delay that has a source of the scope already, which a <c>using</c> disposes and nothing cancels; none where the source isn't made anew for each race.
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

    /// <summary>The only source that a local ever holds.</summary>
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

    /// <summary>Whether a function has labels, so that a 'goto' may lead around a statement.</summary>
    private static bool HasLabels(SyntaxNode function) => function.DescendantNodes().Any(node => node is LabeledStatementSyntax);

    /// <summary>The block of a <c>using</c> statement, also where several <c>using</c> statements share one block.</summary>
    private static BlockSyntax? BlockOf(UsingStatementSyntax statement)
    {
        StatementSyntax body = statement.Statement;
        while (body is UsingStatementSyntax inner)
        {
            body = inner.Statement;
        }

        return body as BlockSyntax;
    }

    /// <summary>The statement in a <c>finally</c> that disposes the source, where each path from the start passes it; null elsewhere.</summary>
    private static ExpressionStatementSyntax? DisposingStatement(EndingUse disposal, ILocalSymbol source, StartedTask task, LeakModel model) =>
        !disposal.IsUsingStatement
        && SyntaxQueries.EnclosingFunction(disposal.Act) == task.Scope.Function
        && disposal.Act.FirstAncestorOrSelf<StatementSyntax>() is ExpressionStatementSyntax { Parent: BlockSyntax, Expression: InvocationExpressionSyntax or ConditionalAccessExpressionSyntax } statement
        && statement.Ancestors().TakeWhile(node => node != task.Scope.Function).Any(node => node is FinallyClauseSyntax)
        && IsCancelledBy(disposal.Act, source, task, model)
            ? statement
            : null;

    /// <summary>Whether each path from the start of the task passes a statement, so that a cancel before it is enough.</summary>
    private static bool IsCancelledBy(SyntaxNode act, ILocalSymbol source, StartedTask task, LeakModel model)
    {
        var sources = new LocalSources(task.Scope, task.Start.Call.Syntax, model);
        return task.Waits.All(governed =>
            !KnownSymbols.Same(governed.LostSource, source) || sources.LifeOf(source, governed.Wait, cancelledAt: act) == SourceLife.Cancelled);
    }

    /// <summary>Whether a nested function or a second local holds the source too, and could use it after it is disposed.</summary>
    private static bool IsShared(ILocalSymbol source, SyntaxNode scope)
    {
        foreach (IdentifierNameSyntax use in SyntaxUses.Uses(source.Name, scope))
        {
            if (SyntaxQueries.EnclosingFunction(use) != scope || SyntaxQueries.WithoutParentheses(use).Parent is EqualsValueClauseSyntax)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the <c>finally</c> of this form would be around the start. For a dispose the flow analysis has shown it already.</summary>
    private static bool Covers(SyntaxNode place, CancelForm form, SyntaxNode start) => form switch
    {
        CancelForm.BeforeDispose => true,
        CancelForm.InUsing => place.Span.Contains(start.Span),
        _ => place.Parent is BlockSyntax or GlobalStatementSyntax && start.SpanStart >= place.Span.End && StatementLists.Around(place).Span.Contains(start.Span),
    };

    private static bool IsOutermost(SyntaxNode place, SyntaxNode function) =>
        place is LocalDeclarationStatementSyntax && StatementLists.Around(place) is var block && (block == function || block.Parent == function);
}

/// <summary>How the cancel of a source is written.</summary>
internal enum CancelForm
{
    /// <summary>The statement is the declaration of the source; the statements after it in its block go into a <c>try</c>, whose <c>finally</c> cancels.</summary>
    AfterDeclaration,

    /// <summary>As <see cref="AfterDeclaration"/>; the <c>finally</c> also disposes the source, which nothing else does.</summary>
    AfterDeclarationWithDispose,

    /// <summary>The statement is the block of a <c>using</c> statement; its statements go into a <c>try</c>, whose <c>finally</c> cancels.</summary>
    InUsing,

    /// <summary>The statement disposes the source; the cancel is inserted before it.</summary>
    BeforeDispose,
}

/// <summary>Where a source that some path leaves uncancelled is to be cancelled.</summary>
/// <param name="Form">How it is written.</param>
/// <param name="Statement">The statement that the form speaks of.</param>
/// <param name="EndsScope">Whether the source is cancelled when the scope exits, and not earlier.</param>
/// <param name="Source">The source's name.</param>
internal readonly record struct CancelPlace(CancelForm Form, StatementSyntax Statement, bool EndsScope, string Source);
