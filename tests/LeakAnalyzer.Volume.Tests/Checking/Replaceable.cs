using System.Collections.Immutable;
using LeakAnalyzer.FixContract;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LeakAnalyzer.Volume.Tests.Checking;

/// <summary>The pieces of code that a fix of some reports puts something else in the place of.</summary>
internal sealed class Replaceable
{
    private readonly List<TextSpan> _spans = [];

    /// <summary>Finds the pieces in a document.</summary>
    public Replaceable(ImmutableArray<Diagnostic> reports, SyntaxNode root)
    {
        foreach (Diagnostic report in reports.Where(report => report.Location.SourceTree == root.SyntaxTree))
        {
            AddSlots(report);
            AddArrow(report, root);
            AddHandle(report, root);
        }

        if (reports.Any(report => report.Id == DiagnosticIds.SourceNotCancelled))
        {
            // A cancel at the end of a block goes where the block's finally is.
            _spans.AddRange(root.DescendantNodes().OfType<ExpressionStatementSyntax>()
                .Where(statement => statement.ToString().Contains(".Cancel", StringComparison.Ordinal))
                .Select(statement => statement.Span));
        }
    }

    /// <summary>Whether a piece is one of them, or lies in one.</summary>
    public bool MayGo(TextSpan span) => _spans.Exists(replaced => replaced.Contains(span));

    /// <summary>The places in which a token takes the place of another one.</summary>
    private void AddSlots(Diagnostic report) => _spans.AddRange(
        TokenSlot.Parse(report.Properties.GetValueOrDefault(FixProperties.TokenSlots))
            .Where(slot => slot.Kind is TokenSlotKind.ReplaceArgument or TokenSlotKind.LoopCondition)
            .Select(slot => slot.Span));

    /// <summary>A call whose result a local is to hold is moved; what a discard held it holds.</summary>
    private void AddHandle(Diagnostic report, SyntaxNode root)
    {
        if (HandlePlace.Parse(report.Properties.GetValueOrDefault(FixProperties.Handle)) is { } handle)
        {
            _spans.Add(handle.Form == HandleForm.Statement && root.FindNode(handle.Span) is ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: var discard } }
                ? discard.Span
                : handle.Span);
        }
    }

    /// <summary>An expression body becomes a block.</summary>
    private void AddArrow(Diagnostic report, SyntaxNode root)
    {
        if (SpanText.Parse(report.Properties.GetValueOrDefault(FixProperties.ScopeSpan)) is not { } span)
        {
            return;
        }

        SyntaxNode scope = root.FindNode(span, getInnermostNodeForTie: true);
        foreach (SyntaxToken token in scope.DescendantTokens().Where(token => token.IsKind(SyntaxKind.EqualsGreaterThanToken) || token.IsKind(SyntaxKind.SemicolonToken)))
        {
            if (token.Parent is ArrowExpressionClauseSyntax { Parent: var body } && body == scope || token.Parent == scope)
            {
                _spans.Add(token.Span);
            }
        }
    }
}
