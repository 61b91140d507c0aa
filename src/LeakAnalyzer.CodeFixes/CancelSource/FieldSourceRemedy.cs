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
/// Finds the place where a fix cancels a <c>CancellationTokenSource</c> in a field: before the only call that disposes it, or before the assignment
/// that replaces it.
/// </summary>
internal static class FieldSourceRemedy
{
    /// <summary>
    /// Gets the remedy for a lost source in a field. Returns <see cref="Remedy.None"/> if it isn't certain where the source must be cancelled.
    /// </summary>
    public static Remedy For(LostFieldSource lost, LeakModel model)
    {
        ExpressionSyntax? act = lost.Loss == SourceLoss.Replaced ? lost.Source.Creation.FirstAncestorOrSelf<AssignmentExpressionSyntax>() : OnlyDisposal(lost.Source.Keeper, model);
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

    /// <summary>
    /// Gets the only call that disposes the source in a member. Returns null if no call or more than one call does so, or if a <c>using</c> statement
    /// disposes the source.
    /// </summary>
    private static ExpressionSyntax? OnlyDisposal(ISymbol keeper, LeakModel model)
    {
        List<EndingUse> disposals = ObjectUses.ThatMayEnd(WaitedObject.Of(keeper), Interest.InCancel, model).FindAll(use => use.Effect == UseEffect.Disposes);
        return disposals is [{ IsUsingStatement: false, Act: var act }] ? Whole(act) : null;
    }

    /// <summary>Gets the whole expression of the statement or expression body that contains an act, such as <c>source?.Dispose()</c>.</summary>
    private static ExpressionSyntax? Whole(SyntaxNode act) =>
        act.FirstAncestorOrSelf<SyntaxNode>(node => node.Parent is ExpressionStatementSyntax or ArrowExpressionClauseSyntax or null) as ExpressionSyntax;

    /// <summary>
    /// Gets the statement that consists of an act, if the fix can insert a statement before it; or the expression body that consists of the act, if
    /// the method returns <c>void</c> and the fix can replace the body by a block. Otherwise null.
    /// </summary>
    private static SyntaxNode? PlaceOf(ExpressionSyntax act) => act.Parent switch
    {
        ExpressionStatementSyntax { Parent: BlockSyntax or SwitchSectionSyntax } statement => statement,
        ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax { ReturnType: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } } } body when !body.ContainsDirectives && !Comments.AreIn(body) => body,
        _ => null,
    };

    private static ExpressionSyntax NameIn(ExpressionSyntax act, ISymbol keeper, LeakModel model) => SyntaxQueries.Qualified(model.Uses.In(act, keeper).First());
}
