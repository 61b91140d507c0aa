using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Tracking;

/// <summary>
/// Finds the conditions in a <c>finally</c> block on which an act, such as a disposal, depends and which are true whenever the object of the act has
/// been created. An example is <c>if (source is not null) { registration.Dispose(); }</c>, if <c>source</c> was assigned before the registration was
/// made.
/// </summary>
internal static class SharedGuards
{
    /// <summary>
    /// Gets the outermost condition in a <c>finally</c> block on which an act depends. Each condition there must be true whenever the object has been
    /// created: the creation depends on the same condition, or the condition tests for null a local that is assigned before the creation. Returns
    /// null if the act depends on a condition of another kind, or on none.
    /// </summary>
    /// <param name="act">The node that acts on the object, such as the call of <c>Dispose</c>.</param>
    /// <param name="creation">The expression that creates the object.</param>
    /// <param name="code">The compilation's code.</param>
    public static SyntaxNode? Of(SyntaxNode act, SyntaxNode creation, CodeModel code)
    {
        SyntaxNode? outermost = null;
        for (SyntaxNode? node = act; node is not null && node is not MemberDeclarationSyntax; node = node.Parent)
        {
            switch (node.Parent)
            {
                case IfStatementSyntax { Condition: var condition } question when question.Statement == node:
                    if (!HoldsWith(condition, creation, code))
                    {
                        return null;
                    }

                    outermost = condition;
                    break;
                case FinallyClauseSyntax { Parent: TryStatementSyntax { Block: var tried } }:
                    return tried.Span.Contains(creation.Span) ? outermost : null;
            }
        }

        return null;
    }

    private static bool HoldsWith(ExpressionSyntax condition, SyntaxNode creation, CodeModel code)
    {
        if (creation.FirstAncestorOrSelf<StatementSyntax>() is not { } made)
        {
            return false;
        }

        foreach (IfStatementSyntax question in made.Ancestors().OfType<IfStatementSyntax>())
        {
            if (question.Statement.Span.Contains(made.Span) && SyntaxFactory.AreEquivalent(question.Condition, condition))
            {
                return true;
            }
        }

        return NameTestedForNull(condition) is { } asked
            && code.SemanticModelOf(asked.SyntaxTree)?.GetSymbolInfo(asked).Symbol is ILocalSymbol local
            && IsAssignedBefore(local, made, code);
    }

    /// <summary>
    /// Gets the name that a condition compares with null, as in <c>name is not null</c> or <c>name != null</c>; null if the condition is of another
    /// kind.
    /// </summary>
    private static IdentifierNameSyntax? NameTestedForNull(ExpressionSyntax condition) => condition switch
    {
        IsPatternExpressionSyntax { Expression: IdentifierNameSyntax name, Pattern: UnaryPatternSyntax { Pattern: ConstantPatternSyntax } or RecursivePatternSyntax } => name,
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.NotEqualsExpression, Left: IdentifierNameSyntax name, Right: var other } when SyntaxQueries.IsNull(other) => name,
        _ => null,
    };

    /// <summary>
    /// Whether an earlier statement, in a block around the statement that creates the object, assigns a value other than null to a local. Then the
    /// local has a value whenever the object has been created.
    /// </summary>
    private static bool IsAssignedBefore(ILocalSymbol local, StatementSyntax made, CodeModel code)
    {
        foreach (IdentifierNameSyntax use in code.Uses.Of(local))
        {
            if (SyntaxQueries.IsWritten(use, out ExpressionSyntax? value) && value is not null && !SyntaxQueries.IsNull(value)
                && use.SpanStart < made.SpanStart
                && use.FirstAncestorOrSelf<StatementSyntax>() is { Parent: BlockSyntax block } && block.Span.Contains(made.Span))
            {
                return true;
            }
        }

        return false;
    }
}
