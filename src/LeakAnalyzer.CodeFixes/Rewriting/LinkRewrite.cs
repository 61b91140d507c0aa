using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.Rewriting;

/// <summary>Writes planned sources into a document.</summary>
/// <remarks>
/// First the tokens go to their places, then one scope after the other is wrapped, the inner before the outer, each in the text that
/// the one before left: so scopes in each other, and several sources of one scope, need no thought of each other.
/// </remarks>
internal sealed class LinkRewrite(
    SemanticModel model, SourceText text, DocumentLayout layout, IReadOnlyList<LinkPlan> plans)
{
    /// <summary>The changed text.</summary>
    public SourceText Text(CancellationToken cancellationToken)
    {
        var wraps = plans.OrderByDescending(plan => Home(plan).Start).ThenBy(plan => Home(plan).Length).ThenByDescending(plan => plan.Region?.First).ToList();
        TextEdits edits = TokensAndParameters(cancellationToken);
        SourceText current = edits.ApplyTo(text);
        var homes = wraps.Select(plan => edits.Map(Home(plan))).ToList();
        for (int i = 0; i < wraps.Count; i++)
        {
            SyntaxNode root = Parse(current, cancellationToken);
            ScopeSyntax? scope = wraps[i].Block is not null ? ScopeSyntax.FindBlock(root, homes[i])
                : wraps[i].IsProgram ? ScopeSyntax.OfProgram((CompilationUnitSyntax)root)
                : ScopeSyntax.Find(root, homes[i]);
            if (scope is null)
            {
                return text;
            }

            edits = Wrap(wraps[i], scope, current);
            current = edits.ApplyTo(current);
            homes = [.. homes.Select(edits.Map)];
        }

        return WithUsings(current, homes, wraps, cancellationToken);
    }

    /// <summary>What a source lives in.</summary>
    private static TextSpan Home(LinkPlan plan) => plan.Block ?? plan.Scope;

    private TextEdits TokensAndParameters(CancellationToken cancellationToken)
    {
        SyntaxNode root = model.SyntaxTree.GetRoot(cancellationToken);
        var slots = new SlotWriter(root, model);
        var edits = new TextEdits();

        // A place that two scopes could fill belongs to the inner one.
        foreach (LinkPlan plan in plans.OrderBy(plan => plan.Scope.Length))
        {
            slots.Fill(plan.Slots, plan.TokenName, edits);
            if (plan.NewParameter is { } parameter)
            {
                NewParameter.Add(ScopeSyntax.Find(root, plan.Scope)!.Function, parameter, plan.Types.Token, model, text, edits);
            }
        }

        return edits;
    }

    private TextEdits Wrap(LinkPlan plan, ScopeSyntax scope, SourceText current)
    {
        bool bracesOnOwnLines = DocumentLayout.HasBracesOnOwnLines(scope.Block ?? scope.Function, current);
        var frame = new SourceFrame(plan, layout, bracesOnOwnLines);
        return plan.Region is { } region
            ? new BlockWrap(scope, region, frame, layout, current).Edits()
            : new ExpressionBodyWrap(scope, plan.ReturnsBody, frame, layout, current).Edits();
    }

    private SourceText WithUsings(SourceText current, List<TextSpan> homes, List<LinkPlan> wraps, CancellationToken cancellationToken)
    {
        var needy = homes.Where((_, number) => wraps[number].Types.NeedUsing).Select(home => home.Start).ToList();
        if (needy.Count == 0)
        {
            return current;
        }

        var edits = new TextEdits();
        UsingDirectives.Add((CompilationUnitSyntax)Parse(current, cancellationToken), needy, ThreadingNames.Namespace, current, edits);
        return edits.ApplyTo(current);
    }

    private SyntaxNode Parse(SourceText current, CancellationToken cancellationToken) =>
        model.SyntaxTree.WithChangedText(current).GetRoot(cancellationToken);
}
