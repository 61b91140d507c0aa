using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Tracking;

/// <summary>
/// Finds conditions around a disposal in a <c>finally</c> block that are true whenever the object has been created, such as
/// <c>if (source is not null) { registration.Dispose(); }</c>.
/// </summary>
internal static class SharedGuards
{
    /// <summary>
    /// Gets the outermost condition around a node in a <c>finally</c> block, if all conditions there are true whenever the object has been created; otherwise
    /// null.
    /// </summary>
    /// <param name="act">The node in the <c>finally</c> block, such as the call of <c>Dispose</c>.</param>
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

    /// <summary>Gets the name that a condition compares with null, as in <c>name is not null</c>; null for other conditions.</summary>
    private static IdentifierNameSyntax? NameTestedForNull(ExpressionSyntax condition) => condition switch
    {
        IsPatternExpressionSyntax { Expression: IdentifierNameSyntax name, Pattern: UnaryPatternSyntax { Pattern: ConstantPatternSyntax } or RecursivePatternSyntax } => name,
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.NotEqualsExpression, Left: IdentifierNameSyntax name, Right: var other } when SyntaxQueries.IsNull(other) => name,
        _ => null,
    };

    /// <summary>Whether a local is assigned a value other than null before the object is created.</summary>
    private static bool IsAssignedBefore(ILocalSymbol local, StatementSyntax made, CodeModel code)
    {
        foreach (SimpleNameSyntax use in code.Uses.Of(local))
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
