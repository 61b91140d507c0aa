using System.Collections.Immutable;
using LeakAnalyzer.CodeFixes.Editing;
using LeakAnalyzer.CodeFixes.LinkToScope;
using LeakAnalyzer.CodeFixes.Reports;
using LeakAnalyzer.Rules;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.CodeFixes.CancelSource;

/// <summary>
/// Finds the code before which a fix cancels a <c>CancellationTokenSource</c> in a field: the only call that disposes the source, or the assignment that
/// replaces it.
/// </summary>
internal static class FieldSourceRemedy
{
    /// <summary>
    /// Gets the fix for a source in a field that is disposed or replaced without being cancelled; <see cref="Remedy.None"/> if it isn't certain where to cancel
    /// it.
    /// </summary>
    public static Remedy For(LostFieldSource lost, LeakModel model)
    {
        ExpressionSyntax? act = lost.Loss == SourceLoss.Replaced ? Replacement(lost.Source, model) : OnlyDisposal(lost.Source.Keeper, model);
        if (act is null
            || !TaskRemedy.MayBeCancelled(lost.Task)
            || act.SyntaxTree != lost.Source.Creation.SyntaxTree // the fix changes only the document that contains the report
            || PlaceOf(act) is not { } place)
        {
            return Remedy.None;
        }

        string source = (lost.Loss == SourceLoss.Replaced ? ((AssignmentExpressionSyntax)act).Left : NameIn(act, lost.Source.Keeper, model)).ToString();
        bool mayBeNull = lost.Loss == SourceLoss.Replaced || act is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var receiver } } || receiver.ToString() != source;
        var form = lost.Loss == SourceLoss.Replaced ? CancelForm.BeforeReplacement : CancelForm.BeforeDisposeOfField;
        return Remedy.None with
        {
            Fixes = ImmutableArray.Create(FixKind.CancelBeforeDispose),
            Cancel = new CancelPlace(form, place, EndsScope: false, source + (mayBeNull ? "?" : "")),
        };
    }

    /// <summary>Gets the assignment that puts the source into its field or property; null if a call does, such as <c>Interlocked.Exchange</c>.</summary>
    private static AssignmentExpressionSyntax? Replacement(FieldSource source, LeakModel model) =>
        SyntaxQueries.WithParentheses(KeptSources.StoreOf(source.Creation, source.Keeper, model)).Parent as AssignmentExpressionSyntax;

    /// <summary>Gets the only code that disposes the source in a field or property; null if there are several, or if it is a <c>using</c> statement.</summary>
    private static ExpressionSyntax? OnlyDisposal(ISymbol keeper, LeakModel model)
    {
        List<EndingUse> disposals = ObjectUses.ThatMayEnd(WaitedObject.Of(keeper), Interest.InCancel, model).FindAll(use => use.Effect == UseEffect.Disposes);
        return disposals is [{ IsUsingStatement: false, Act: var act }] ? Whole(act) : null;
    }

    private static ExpressionSyntax? Whole(SyntaxNode act) =>
        act.FirstAncestorOrSelf<SyntaxNode>(node => node.Parent is ExpressionStatementSyntax or ArrowExpressionClauseSyntax or null) as ExpressionSyntax;

    /// <summary>
    /// Gets the statement before which the fix writes the <c>Cancel</c> call, or the expression body that it replaces by a block; null if the code has another
    /// form.
    /// </summary>
    private static SyntaxNode? PlaceOf(ExpressionSyntax act) => act.Parent switch
    {
        ExpressionStatementSyntax { Parent: BlockSyntax or SwitchSectionSyntax } statement => statement,
        ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax { ReturnType: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } } } body when !body.ContainsDirectives && !Comments.AreIn(body) => body,
        _ => null,
    };

    private static ExpressionSyntax NameIn(ExpressionSyntax act, ISymbol keeper, LeakModel model) =>
        SyntaxQueries.Qualified(KeptSources.NamesOf(keeper, model).SelectMany(name => model.Uses.In(act, name)).First());
}
