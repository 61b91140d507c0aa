using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Model;

/// <summary>Where a node stands: in which function, member and loop.</summary>
internal static class SyntaxQueries
{
    /// <summary>The innermost lambda, local function, accessor or member that a node stands in; the compilation unit for top-level statements.</summary>
    public static SyntaxNode EnclosingFunction(SyntaxNode node)
    {
        for (SyntaxNode? current = node.Parent; current is not null; current = current.Parent)
        {
            if (current is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax or CompilationUnitSyntax
                or MemberDeclarationSyntax and not GlobalStatementSyntax)
            {
                return current;
            }
        }

        return node;
    }

    /// <summary>The member that a node stands in, with all functions nested in it; the compilation unit for top-level statements.</summary>
    public static SyntaxNode EnclosingMember(SyntaxNode node)
    {
        for (SyntaxNode? current = node; current is not null; current = current.Parent)
        {
            if (current is CompilationUnitSyntax or MemberDeclarationSyntax and not GlobalStatementSyntax)
            {
                return current;
            }
        }

        return node;
    }

    /// <summary>Whether a loop of their function holds both nodes.</summary>
    public static bool ShareLoop(SyntaxNode first, SyntaxNode second)
    {
        SyntaxNode function = EnclosingFunction(first);
        for (SyntaxNode? current = first.Parent; current is not null && current != function; current = current.Parent)
        {
            if (current is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax
                && current.Span.Contains(second.Span))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a node of a function is reached again and again: the innermost loop around it has no way out of its own.</summary>
    public static bool IsRepeated(SyntaxNode node)
    {
        SyntaxNode function = EnclosingFunction(node);
        for (SyntaxNode? current = node; current is not null && current != function; current = current.Parent)
        {
            if (current is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax)
            {
                return !HasWayOut((StatementSyntax)current);
            }
        }

        return false;
    }

    /// <summary>The innermost loop of its function that holds a node; null where there is none.</summary>
    public static StatementSyntax? LoopAround(SyntaxNode node)
    {
        SyntaxNode function = EnclosingFunction(node);
        for (SyntaxNode? current = node.Parent; current is not null && current != function; current = current.Parent)
        {
            if (current is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax)
            {
                return (StatementSyntax)current;
            }
        }

        return null;
    }

    /// <summary>Whether a loop of its function holds a node.</summary>
    public static bool IsInLoop(SyntaxNode node) => ShareLoop(node, node);

    private static bool HasWayOut(StatementSyntax loop)
    {
        foreach (SyntaxNode node in loop.DescendantNodes(child => child is not AnonymousFunctionExpressionSyntax and not LocalFunctionStatementSyntax))
        {
            if (node is BreakStatementSyntax or ReturnStatementSyntax or ThrowStatementSyntax or GotoStatementSyntax)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a variable is declared by <c>using</c>, so that leaving its block disposes what it holds.</summary>
    public static bool IsDeclaredByUsing(ISymbol variable) =>
        variable.DeclaringSyntaxReferences is [var reference, ..]
        && reference.GetSyntax().Parent is VariableDeclarationSyntax
        {
            Parent: UsingStatementSyntax or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 },
        };

    /// <summary>The member access whose name a use is (<c>this.field</c>), or the use itself.</summary>
    public static ExpressionSyntax Qualified(IdentifierNameSyntax use) =>
        use.Parent is MemberAccessExpressionSyntax access && access.Name == use ? access : use;

    /// <summary>The expression that holds a node through parentheses and <c>!</c>.</summary>
    public static SyntaxNode WithoutParentheses(SyntaxNode node)
    {
        while (node.Parent is ParenthesizedExpressionSyntax
            || node.Parent is PostfixUnaryExpressionSyntax postfix && postfix.IsKind(SyntaxKind.SuppressNullableWarningExpression))
        {
            node = node.Parent;
        }

        return node;
    }

    /// <summary>Whether an expression is awaited where it stands, configured or not.</summary>
    public static bool IsAwaited(SyntaxNode expression) => WithoutConfigureAwait(expression).Parent is AwaitExpressionSyntax;

    /// <summary>Whether a sequence is enumerated where it stands.</summary>
    public static bool IsEnumerated(SyntaxNode sequence) =>
        WithoutConfigureAwait(sequence) is var enumerated && enumerated.Parent is CommonForEachStatementSyntax loop && loop.Expression == enumerated;

    private static SyntaxNode WithoutConfigureAwait(SyntaxNode expression)
    {
        expression = WithoutParentheses(expression);
        return expression.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax call }
            ? WithoutParentheses(call)
            : expression;
    }

    /// <summary>The uses of a name in a region: identifiers that may refer to it, or to another symbol of the same name.</summary>
    public static List<IdentifierNameSyntax> Uses(string name, SyntaxNode region)
    {
        var uses = new List<IdentifierNameSyntax>();
        string text = region.ToString();
        int start = region.SpanStart;
        for (int at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + name.Length, StringComparison.Ordinal))
        {
            if (at > 0 && SyntaxFacts.IsIdentifierPartCharacter(text[at - 1]) || at + name.Length < text.Length && SyntaxFacts.IsIdentifierPartCharacter(text[at + name.Length]))
            {
                continue;
            }

            SyntaxToken token = region.FindToken(start + at);
            if (token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == name && token.Parent is IdentifierNameSyntax use
                && !IsNameOnly(use))
            {
                uses.Add(use);
            }
        }

        return uses;
    }

    /// <summary>Whether an identifier names a parameter in <c>name: value</c>, or is only looked at by <c>nameof</c>.</summary>
    private static bool IsNameOnly(IdentifierNameSyntax use) =>
        use.Parent is NameColonSyntax
        || use.Parent is ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } } };

    /// <summary>Whether a value is <c>null</c> or <c>null!</c>.</summary>
    public static bool IsNull(ExpressionSyntax value) =>
        value is PostfixUnaryExpressionSyntax { Operand: var operand } ? IsNull(operand) : value.IsKind(SyntaxKind.NullLiteralExpression);

    /// <summary>What is written to a variable by a use of it.</summary>
    /// <returns>False where the use doesn't write.</returns>
    public static bool IsWritten(IdentifierNameSyntax use, out ExpressionSyntax? value)
    {
        SyntaxNode target = WithoutParentheses(Qualified(use));
        value = null;
        switch (target.Parent)
        {
            case AssignmentExpressionSyntax assignment when assignment.Left == target:
                value = assignment.Kind() is SyntaxKind.SimpleAssignmentExpression or SyntaxKind.CoalesceAssignmentExpression ? assignment.Right : null;
                return true;
            case ArgumentSyntax { RefOrOutKeyword.RawKind: not (int)SyntaxKind.None and not (int)SyntaxKind.InKeyword }:
            case ArgumentSyntax { Parent: TupleExpressionSyntax { Parent: AssignmentExpressionSyntax } }:
            case RefExpressionSyntax:
                return true;
            case PrefixUnaryExpressionSyntax prefix:
                return prefix.Kind() is SyntaxKind.PreIncrementExpression or SyntaxKind.PreDecrementExpression or SyntaxKind.AddressOfExpression;
            case PostfixUnaryExpressionSyntax postfix:
                return postfix.Kind() is SyntaxKind.PostIncrementExpression or SyntaxKind.PostDecrementExpression;
            default:
                return false;
        }
    }
}
