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

/// <summary>Finds where a source in a field is to be cancelled: before the one place that disposes it, or before another is put in its place.</summary>
internal static class FieldSourceRemedy
{
    /// <summary>The remedy; none where no place is sure.</summary>
    public static Remedy For(LostFieldSource lost, LeakModel model)
    {
        ExpressionSyntax? act = lost.Loss == SourceLoss.Replaced ? lost.Source.Creation.FirstAncestorOrSelf<AssignmentExpressionSyntax>() : OnlyDisposal(lost.Source.Keeper, model);
        if (act is null
            || !TaskRemedy.MayBeCancelled(lost.Task)
            || act.SyntaxTree != lost.Source.Creation.SyntaxTree // a fix of this kind changes the document of its report
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

    /// <summary>The only call that disposes what a member holds; null where there are none or several, or a <c>using</c> does it.</summary>
    private static ExpressionSyntax? OnlyDisposal(ISymbol keeper, LeakModel model)
    {
        List<EndingUse> disposals = ObjectUses.ThatMayEnd(WaitedObject.Of(keeper), Interest.InCancel, model).FindAll(use => use.Effect == UseEffect.Disposes);
        return disposals is [{ IsUsingStatement: false, Act: var act }] ? Whole(act) : null;
    }

    /// <summary>The whole expression that an act stands in: of <c>source?.Dispose()</c> not only the source.</summary>
    private static ExpressionSyntax? Whole(SyntaxNode act) =>
        act.FirstAncestorOrSelf<SyntaxNode>(node => node.Parent is ExpressionStatementSyntax or ArrowExpressionClauseSyntax or null) as ExpressionSyntax;

    /// <summary>The statement that an act is, where another can be written before it; or the expression body of a method that gives nothing.</summary>
    private static SyntaxNode? PlaceOf(ExpressionSyntax act) => act.Parent switch
    {
        ExpressionStatementSyntax { Parent: BlockSyntax or SwitchSectionSyntax } statement => statement,
        ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax { ReturnType: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } } } body when !body.ContainsDirectives && !Comments.AreIn(body) => body,
        _ => null,
    };

    private static ExpressionSyntax NameIn(ExpressionSyntax act, ISymbol keeper, LeakModel model) => SyntaxQueries.Qualified(model.Uses.In(act, keeper).First());
}
