using LeakAnalyzer.CodeFixes.Editing;
using LeakAnalyzer.CodeFixes.PassToken;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.CodeFixes.LinkToScope;

/// <summary>Writes the planned <c>CancellationTokenSource</c>s, and their tokens, into a document.</summary>
/// <remarks>The tokens are written first, then the sources, the inner ones first. Before each source is written, the text is parsed again.</remarks>
internal sealed class LinkRewrite(SourceDocument source, DocumentLayout layout, IReadOnlyList<LinkPlan> plans, NewParameters parameters)
{
    /// <summary>Gets the changed text of the document; the original text if a function isn't found again in the changed text.</summary>
    /// <param name="others">The other changes of the document, such as new parameters of its methods.</param>
    /// <param name="cancellationToken">Cancels the parsing of the changed text.</param>
    public SourceText Text(TextEdits others, CancellationToken cancellationToken)
    {
        var wraps = plans.OrderByDescending(plan => Home(plan).Start).ThenBy(plan => Home(plan).Length).ThenByDescending(plan => plan.Region?.First).ToList();
        TextEdits edits = WithTokens(others);
        SourceText current = edits.ApplyTo(source.Text);
        var homes = wraps.Select(plan => edits.Map(Home(plan))).ToList();
        var needUsing = parameters.NeedUsingIn(source.Document).Concat(wraps.Where(plan => plan.Types.NeedUsing).Select(Home)).Select(edits.Map).ToList();
        for (int i = 0; i < wraps.Count; i++)
        {
            SyntaxNode root = Parse(current, cancellationToken);
            ScopeSyntax? scope = wraps[i].Block is not null ? ScopeSyntax.FindBlock(root, homes[i])
                : wraps[i].IsProgram ? ScopeSyntax.OfProgram((CompilationUnitSyntax)root)
                : ScopeSyntax.Find(root, homes[i]);
            if (scope is null)
            {
                return source.Text;
            }

            edits = Wrap(wraps[i], scope, current);
            current = edits.ApplyTo(current);
            homes = [.. homes.Select(edits.Map)];
            needUsing = [.. needUsing.Select(edits.Map)];
        }

        return WithUsings(current, needUsing, cancellationToken);
    }

    /// <summary>Gets the span of the block or function in which a source is declared.</summary>
    private static TextSpan Home(LinkPlan plan) => plan.Block ?? plan.Scope;

    private TextEdits WithTokens(TextEdits others)
    {
        var slots = new SlotWriter(source.Root, source.Model, parameters);
        var edits = new TextEdits(others);

        // Code in two nested functions gets the token of the inner one, which is written first: no place gets two tokens.
        foreach (LinkPlan plan in plans.OrderBy(plan => plan.Scope.Length))
        {
            slots.Fill(plan.Slots, plan.TokenName, edits);
            plan.Join?.Keep(source.Root, edits);
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

    private SourceText WithUsings(SourceText current, List<TextSpan> needUsing, CancellationToken cancellationToken)
    {
        if (needUsing.Count == 0)
        {
            return current;
        }

        var edits = new TextEdits();
        UsingDirectives.Add((CompilationUnitSyntax)Parse(current, cancellationToken), needUsing.Select(code => code.Start), ThreadingNames.Namespace, current, edits);
        return edits.ApplyTo(current);
    }

    private SyntaxNode Parse(SourceText current, CancellationToken cancellationToken) =>
        source.Root.SyntaxTree.WithChangedText(current).GetRoot(cancellationToken);
}
