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
/// Finds the place where a fix cancels a <c>CancellationTokenSource</c> in a field: before the only call that disposes the source, or before the
/// assignment that replaces it.
/// </summary>
internal static class FieldSourceRemedy
{
    /// <summary>
    /// Gets the fix for a source in a field that is disposed or replaced without being cancelled. Returns <see cref="Remedy.None"/> if it isn't
    /// certain where the source must be cancelled.
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
    /// Gets the only call that disposes the source in a field or property. Returns null if no call or more than one call does so, or if a <c>using</c>
    /// statement disposes the source.
    /// </summary>
    private static ExpressionSyntax? OnlyDisposal(ISymbol keeper, LeakModel model)
    {
        List<EndingUse> disposals = ObjectUses.ThatMayEnd(WaitedObject.Of(keeper), Interest.InCancel, model).FindAll(use => use.Effect == UseEffect.Disposes);
        return disposals is [{ IsUsingStatement: false, Act: var act }] ? Whole(act) : null;
    }

    /// <summary>
    /// Gets the whole expression of the statement or expression body that contains the given node, such as <c>source?.Dispose()</c>.
    /// </summary>
    private static ExpressionSyntax? Whole(SyntaxNode act) =>
        act.FirstAncestorOrSelf<SyntaxNode>(node => node.Parent is ExpressionStatementSyntax or ArrowExpressionClauseSyntax or null) as ExpressionSyntax;

    /// <summary>
    /// Gets the statement that consists only of the given expression, if the fix can insert a statement before it. If the expression is the body of a
    /// method that returns <c>void</c>, gets that expression body, which the fix can replace by a block. Otherwise null.
    /// </summary>
    private static SyntaxNode? PlaceOf(ExpressionSyntax act) => act.Parent switch
    {
        ExpressionStatementSyntax { Parent: BlockSyntax or SwitchSectionSyntax } statement => statement,
        ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax { ReturnType: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } } } body when !body.ContainsDirectives && !Comments.AreIn(body) => body,
        _ => null,
    };

    private static ExpressionSyntax NameIn(ExpressionSyntax act, ISymbol keeper, LeakModel model) => SyntaxQueries.Qualified(model.Uses.In(act, keeper).First());
}
