using System.Runtime.CompilerServices;
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
            if (IsLoop(current) && current.Span.Contains(second.Span))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a node of a function is reached again and again: some loop around it has no way out of its own.</summary>
    public static bool IsRepeated(SyntaxNode node)
    {
        SyntaxNode function = EnclosingFunction(node);
        for (SyntaxNode? current = node; current is not null && current != function; current = current.Parent)
        {
            if (IsLoop(current) && !HasWayOut((StatementSyntax)current, node))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether some <c>goto</c> behind a node jumps to a label in front of it, both in the same loop or function.</summary>
    public static bool IsJumpedBackTo(SyntaxNode node, SyntaxNode around)
    {
        foreach (SyntaxNode inner in around.DescendantNodes())
        {
            if (inner is GotoStatementSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: var target } } jump
                && jump.SpanStart > node.SpanStart
                && around.DescendantNodes().Any(other => other is LabeledStatementSyntax label && label.Identifier.ValueText == target && label.SpanStart <= node.SpanStart))
            {
                return true;
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
            if (IsLoop(current))
            {
                return (StatementSyntax)current;
            }
        }

        return null;
    }

    /// <summary>Whether a loop of its function holds a node.</summary>
    public static bool IsInLoop(SyntaxNode node) => LoopAround(node) is not null;

    /// <summary>The names that the loops around a node ask for, in their own condition or in one of a turn.</summary>
    public static IEnumerable<string> NamesAskedInLoops(SyntaxNode node)
    {
        SyntaxNode function = EnclosingFunction(node);
        for (SyntaxNode? current = node.Parent; current is not null && current != function; current = current.Parent)
        {
            foreach (SyntaxNode inner in IsLoop(current) ? current.DescendantNodesAndSelf() : [])
            {
                ExpressionSyntax? asked = inner switch
                {
                    WhileStatementSyntax { Condition: var condition } => condition,
                    DoStatementSyntax { Condition: var condition } => condition,
                    ForStatementSyntax { Condition: var condition } => condition,
                    IfStatementSyntax { Condition: var condition } => condition,
                    SwitchStatementSyntax { Expression: var value } => value,
                    _ => null,
                };
                foreach (IdentifierNameSyntax name in asked?.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>() ?? [])
                {
                    yield return name.Identifier.ValueText;
                }
            }
        }
    }

    private static bool IsLoop(SyntaxNode node) =>
        node is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax;

    /// <summary>Whether a loop may be left while what a node in it waits for still comes.</summary>
    private static bool HasWayOut(StatementSyntax loop, SyntaxNode node)
    {
        bool endsByItself = loop switch
        {
            WhileStatementSyntax { Condition: var condition } => MayTurnFalse(condition),
            DoStatementSyntax { Condition: var condition } => MayTurnFalse(condition),
            ForStatementSyntax { Condition: var condition } => MayTurnFalse(condition),
            CommonForEachStatementSyntax { Expression: var sequence } => !sequence.Span.Contains(node.Span),
            _ => false,
        };
        if (endsByItself)
        {
            return true;
        }

        foreach (SyntaxNode inner in loop.DescendantNodes(child => child is not AnonymousFunctionExpressionSyntax and not LocalFunctionStatementSyntax))
        {
            if (inner is ReturnStatementSyntax or ThrowStatementSyntax or GotoStatementSyntax
                || inner.IsKind(SyntaxKind.YieldBreakStatement)
                || inner is BreakStatementSyntax && inner.Ancestors().First(outer => outer is SwitchStatementSyntax || IsLoop(outer)) == loop)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a loop's condition asks for more than a token, or whether what is waited for is at its end.</summary>
    private static bool MayTurnFalse(ExpressionSyntax? condition) => condition switch
    {
        null => false,
        ParenthesizedExpressionSyntax { Expression: var inner } => MayTurnFalse(inner),
        BinaryExpressionSyntax both when both.IsKind(SyntaxKind.LogicalAndExpression) => MayTurnFalse(both.Left) || MayTurnFalse(both.Right),
        _ => !condition.IsKind(SyntaxKind.TrueLiteralExpression) && !AsksForEnd(condition),
    };

    private static bool AsksForEnd(ExpressionSyntax condition)
    {
        foreach (SyntaxNode node in condition.DescendantNodesAndSelf())
        {
            if (node is IdentifierNameSyntax
                {
                    Identifier.ValueText: "WaitToReadAsync" or "OutputAvailableAsync" or "WaitToWriteAsync" or "IsCompleted" or "IsAddingCompleted"
                        or "IsCancellationRequested",
                })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a variable is declared by <c>using</c>, so that leaving its block disposes what it holds.</summary>
    public static bool IsDeclaredByUsing(ISymbol variable) =>
        variable.DeclaringSyntaxReferences is [var reference, ..] && IsOfUsing(reference.GetSyntax());

    /// <summary>Whether an expression is what a variable that is declared by <c>using</c> is given.</summary>
    public static bool IsValueOfUsing(SyntaxNode value) =>
        WithoutParentheses(value).Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator } && IsOfUsing(declarator);

    private static bool IsOfUsing(SyntaxNode declarator) => declarator.Parent is VariableDeclarationSyntax
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

    /// <summary>Whether a task is awaited where it stands, alone or with others.</summary>
    public static bool IsJoined(SyntaxNode task) =>
        IsAwaited(task)
        || WithoutParentheses(task).Parent is ArgumentSyntax
        {
            Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WhenAll" } } all,
        } && IsAwaited(all);

    /// <summary>Whether a sequence is enumerated where it stands.</summary>
    public static bool IsEnumerated(SyntaxNode sequence) =>
        WithoutConfigureAwait(sequence) is var enumerated && enumerated.Parent is CommonForEachStatementSyntax loop && loop.Expression == enumerated;

    /// <summary>Whether an expression is what its function returns.</summary>
    public static bool IsReturned(SyntaxNode expression) =>
        WithoutParentheses(expression) is var returned
        && (returned.Parent is ReturnStatementSyntax or ArrowExpressionClauseSyntax
            || returned.Parent is LambdaExpressionSyntax lambda && lambda.ExpressionBody == returned);

    /// <summary>The expression that holds a node through <c>ConfigureAwait</c>, parentheses and <c>!</c>.</summary>
    public static SyntaxNode WithoutConfigureAwait(SyntaxNode expression)
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
        if (name.Length == 0)
        {
            return uses; // what has no name yet
        }

        string text = TextOf(region.SyntaxTree);
        int end = region.Span.End;
        for (int at = IndexOf(name, text, region.SpanStart, end); at >= 0; at = IndexOf(name, text, at + name.Length, end))
        {
            if (at > 0 && SyntaxFacts.IsIdentifierPartCharacter(text[at - 1]) || at + name.Length < text.Length && SyntaxFacts.IsIdentifierPartCharacter(text[at + name.Length]))
            {
                continue;
            }

            SyntaxToken token = region.FindToken(at);
            if (token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == name && token.Parent is IdentifierNameSyntax use
                && !IsNameOnly(use))
            {
                uses.Add(use);
            }
        }

        return uses;
    }

    /// <summary>Whether the text of a node holds one of some words, be it as a part of another or in a comment.</summary>
    public static bool MayMention(SyntaxNode node, IReadOnlyList<string> words)
    {
        string text = TextOf(node.SyntaxTree);
        for (int i = 0; i < words.Count; i++)
        {
            if (IndexOf(words[i], text, node.SpanStart, node.Span.End) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static int IndexOf(string name, string text, int start, int end) =>
        start < end ? text.IndexOf(name, start, end - start, StringComparison.Ordinal) : -1;

    /// <summary>A file's text as one string, made once, because a search in it is far cheaper than a walk over the nodes.</summary>
    private static string TextOf(SyntaxTree tree) => s_texts.GetValue(tree, static tree => tree.GetText().ToString());

    private static readonly ConditionalWeakTable<SyntaxTree, string> s_texts = new();

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
            case ArgumentSyntax { RefOrOutKeyword.RawKind: not (int)SyntaxKind.None and not (int)SyntaxKind.InKeyword } argument:
                return !IsOnlyRead(argument);
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

    /// <summary>Whether an argument hands a variable over by reference only to have it read: <c>Volatile.Read(ref count)</c>.</summary>
    public static bool IsOnlyRead(ArgumentSyntax argument) =>
        argument.Parent?.Parent is InvocationExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax
            {
                Name.Identifier.ValueText: nameof(Volatile.Read),
                Expression: var type,
            },
        }
        && type.GetLastToken().ValueText is nameof(Volatile) or nameof(Interlocked);
}
