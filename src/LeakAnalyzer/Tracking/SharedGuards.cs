using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Tracking;

/// <summary>Questions before an act in a <c>finally</c> that are answered where the object of the act is made: <c>if (source is not null) { registration.Dispose(); }</c>.</summary>
internal static class SharedGuards
{
    /// <summary>
    /// The outermost question of the <c>finally</c> that an act stands under, where each question on the way there holds whenever the object is made: it is asked there too, or is about
    /// a local that is given a value beside it. Null where the act stands under no question, or under another.
    /// </summary>
    /// <param name="act">The act.</param>
    /// <param name="creation">What makes the object.</param>
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

        return AskedForNull(condition) is { } asked
            && code.SemanticModelOf(asked.SyntaxTree)?.GetSymbolInfo(asked).Symbol is ILocalSymbol local
            && IsGivenBeside(local, made, code);
    }

    /// <summary>The local of which a condition says that it isn't null.</summary>
    private static IdentifierNameSyntax? AskedForNull(ExpressionSyntax condition) => condition switch
    {
        IsPatternExpressionSyntax { Expression: IdentifierNameSyntax name, Pattern: UnaryPatternSyntax { Pattern: ConstantPatternSyntax } or RecursivePatternSyntax } => name,
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.NotEqualsExpression, Left: IdentifierNameSyntax name, Right: var other } when SyntaxQueries.IsNull(other) => name,
        _ => null,
    };

    /// <summary>Whether a local gets a value in a block around the statement, so that it has one whenever the statement has run.</summary>
    private static bool IsGivenBeside(ILocalSymbol local, StatementSyntax made, CodeModel code)
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
