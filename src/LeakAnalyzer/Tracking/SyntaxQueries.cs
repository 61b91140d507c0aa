using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Tracking;

/// <summary>Tells where a syntax node is (in which function, member and loop), and whether an identifier writes a variable.</summary>
internal static class SyntaxQueries
{
    /// <summary>Gets the innermost lambda, local function, accessor or member around a node; the compilation unit for top-level statements.</summary>
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

    /// <summary>Gets the member that contains a node, with all functions inside the member; the compilation unit for top-level statements.</summary>
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

    /// <summary>Whether a node is an extension block. The oldest supported Roslyn doesn't know its kind of type declaration.</summary>
    public static bool IsExtensionBlock(SyntaxNode? node) =>
        node is TypeDeclarationSyntax and not (ClassDeclarationSyntax or StructDeclarationSyntax or InterfaceDeclarationSyntax or RecordDeclarationSyntax);

    /// <summary>Whether one loop of the first node's function contains both nodes.</summary>
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

    /// <summary>Gets the innermost loop around a node within the node's function; null if there is none.</summary>
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

    /// <summary>Whether a node is in a loop of its function.</summary>
    public static bool IsInLoop(SyntaxNode node) => LoopAround(node) is not null;

    /// <summary>Gets the names in the conditions of the loops around a node, and in the conditions of all statements inside these loops.</summary>
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

    /// <summary>Whether a node contains another node, or is that node.</summary>
    public static bool Contains(SyntaxNode node, SyntaxNode inner) => node.SyntaxTree == inner.SyntaxTree && node.Span.Contains(inner.Span);

    /// <summary>Whether a node is a loop.</summary>
    public static bool IsLoop(SyntaxNode node) =>
        node is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax;

    /// <summary>Gets the statement that a loop repeats; null if the node isn't a loop.</summary>
    public static StatementSyntax? BodyOf(SyntaxNode loop) => loop switch
    {
        WhileStatementSyntax { Statement: var body } => body,
        DoStatementSyntax { Statement: var body } => body,
        ForStatementSyntax { Statement: var body } => body,
        CommonForEachStatementSyntax { Statement: var body } => body,
        _ => null,
    };

    /// <summary>Whether a variable is declared by <c>using</c>.</summary>
    public static bool IsDeclaredByUsing(ISymbol variable) =>
        variable.DeclaringSyntaxReferences is [var reference, ..] && IsOfUsing(reference.GetSyntax());

    /// <summary>Whether an expression is the initial value of a variable that is declared by <c>using</c>.</summary>
    public static bool IsValueOfUsing(SyntaxNode value) =>
        WithParentheses(value).Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator } && IsOfUsing(declarator);

    private static bool IsOfUsing(SyntaxNode declarator) => declarator.Parent is VariableDeclarationSyntax
    {
        Parent: UsingStatementSyntax or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 },
    };

    /// <summary>Gets the name that a call invokes; empty if the called expression doesn't end with a name.</summary>
    public static string NameOfCalled(InvocationExpressionSyntax call) => call.Expression switch
    {
        SimpleNameSyntax { Identifier.ValueText: var name } => name,
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } => name,
        MemberBindingExpressionSyntax { Name.Identifier.ValueText: var name } => name,
        _ => "",
    };

    /// <summary>Gets the member access whose name is the identifier (<c>this.field</c>), or else the identifier itself.</summary>
    public static ExpressionSyntax Qualified(SimpleNameSyntax use) =>
        use.Parent is MemberAccessExpressionSyntax access && access.Name == use ? access : use;

    /// <summary>Gets the outermost expression that only adds parentheses and <c>!</c> to a node.</summary>
    public static SyntaxNode WithParentheses(SyntaxNode node)
    {
        while (node.Parent is ParenthesizedExpressionSyntax
            || node.Parent is PostfixUnaryExpressionSyntax postfix && postfix.IsKind(SyntaxKind.SuppressNullableWarningExpression))
        {
            node = node.Parent;
        }

        return node;
    }

    /// <summary>Removes the parentheses around an expression.</summary>
    public static ExpressionSyntax WithinParentheses(ExpressionSyntax expression)
    {
        while (expression is ParenthesizedExpressionSyntax { Expression: var inner })
        {
            expression = inner;
        }

        return expression;
    }

    /// <summary>Whether a value is <c>null</c> or <c>null!</c>.</summary>
    public static bool IsNull(ExpressionSyntax value) =>
        value is PostfixUnaryExpressionSyntax { Operand: var operand } ? IsNull(operand) : value.IsKind(SyntaxKind.NullLiteralExpression);

    /// <summary>Whether a use of a variable writes it. The value is null if it isn't an expression in the code, as with <c>ref</c> or <c>++</c>.</summary>
    public static bool IsWritten(SimpleNameSyntax use, out ExpressionSyntax? value)
    {
        SyntaxNode target = WithParentheses(Qualified(use));
        value = null;
        switch (target.Parent)
        {
            case AssignmentExpressionSyntax assignment when assignment.Left == target:
                value = assignment.Kind() is SyntaxKind.SimpleAssignmentExpression or SyntaxKind.CoalesceAssignmentExpression ? assignment.Right : null;
                return true;
            case ArgumentSyntax { RefOrOutKeyword.RawKind: not (int)SyntaxKind.None and not (int)SyntaxKind.InKeyword }:
            case RefExpressionSyntax:
                return true;
            case ArgumentSyntax { Parent: TupleExpressionSyntax tuple }:
                return IsTarget(tuple);
            case PrefixUnaryExpressionSyntax prefix:
                return prefix.Kind() is SyntaxKind.PreIncrementExpression or SyntaxKind.PreDecrementExpression or SyntaxKind.AddressOfExpression;
            case PostfixUnaryExpressionSyntax postfix:
                return postfix.Kind() is SyntaxKind.PostIncrementExpression or SyntaxKind.PostDecrementExpression;
            default:
                return false;
        }
    }

    /// <summary>Whether a tuple is the target of a deconstruction, <c>(a, b) = value</c>, or is inside such a target.</summary>
    private static bool IsTarget(TupleExpressionSyntax tuple) => tuple.Parent switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left == tuple,
        ArgumentSyntax { Parent: TupleExpressionSyntax outer } => IsTarget(outer),
        _ => false,
    };

    /// <summary>Gets the expressions one of which an expression evaluates to: <c>a</c> and <c>b</c> of <c>flag ? a : b</c>; mostly only itself.</summary>
    public static IEnumerable<ExpressionSyntax> Choices(ExpressionSyntax expression) => expression switch
    {
        ConditionalExpressionSyntax { WhenTrue: var one, WhenFalse: var other } => Choices(one).Concat(Choices(other)),
        ParenthesizedExpressionSyntax { Expression: var inner } => Choices(inner),
        _ => [expression],
    };
}
