using LeakAnalyzer.Facts.Catalogue;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Summaries;

/// <summary>What the names in a method's body tell, before it is bound.</summary>
/// <param name="MayWait">Whether it may wait or loop for ever by itself.</param>
/// <param name="Called">The methods of the compilation that it may call or hand on, unless it waits itself.</param>
internal sealed record BodyNames(bool MayWait, IReadOnlyCollection<NamedMethod> Called)
{
    private static readonly BodyNames s_none = new(MayWait: false, []);
    private static readonly BodyNames s_wait = new(MayWait: true, []);

    /// <summary>The methods that a query, an initializer and an interpolated string call without naming them.</summary>
    private static readonly string[] s_unnamed =
    [
        nameof(Enumerable.Select), nameof(Enumerable.SelectMany), nameof(Enumerable.Where), nameof(Enumerable.Join), nameof(Enumerable.GroupJoin), nameof(Enumerable.GroupBy),
        nameof(Enumerable.OrderBy), nameof(Enumerable.OrderByDescending), nameof(Enumerable.ThenBy), nameof(Enumerable.ThenByDescending), nameof(Enumerable.Cast),
    ];

    /// <summary>Reads the names in a method's body.</summary>
    /// <param name="method">The method's declaration.</param>
    /// <param name="methods">The methods of the compilation.</param>
    /// <param name="model">The compilation's model.</param>
    public static BodyNames Of(MethodDeclarationSyntax method, NamedMethods methods, LeakModel model)
    {
        if (((SyntaxNode?)method.Body ?? method.ExpressionBody) is not { } body)
        {
            return s_none;
        }

        if (!model.Options.For(method.SyntaxTree).OpenEndedWaits.IsEmpty)
        {
            return s_wait;
        }

        var called = new HashSet<NamedMethod>();
        foreach (SyntaxNode node in body.DescendantNodes())
        {
            switch (node)
            {
                case WhileStatementSyntax loop when MayHoldForEver(loop.Condition, methods):
                case DoStatementSyntax block when MayHoldForEver(block.Condition, methods):
                case ForStatementSyntax steps when MayHoldForEver(steps.Condition, methods):
                case LocalDeclarationStatementSyntax { IsConst: true }: // it may be the condition of a loop
                case SimpleNameSyntax name when MayNameWait(name):
                    return s_wait;

                case SimpleNameSyntax name:
                    methods.Find(name.Identifier.ValueText, ArgumentsOf(name)?.Count ?? 0, called);
                    break;

                case QueryExpressionSyntax:
                    foreach (string operation in s_unnamed)
                    {
                        methods.Find(operation, 0, called);
                    }

                    break;

                case InitializerExpressionSyntax:
                    methods.Find(nameof(List<int>.Add), 0, called);
                    break;

                case InterpolatedStringExpressionSyntax:
                    methods.Find("AppendFormatted", 0, called);
                    methods.Find("AppendLiteral", 0, called);
                    break;
            }
        }

        return new BodyNames(MayWait: false, called);
    }

    /// <summary>Whether a name may be that of an operation that waits.</summary>
    private static bool MayNameWait(SimpleNameSyntax name) => ApiCatalogue.WaitOf(name.Identifier.ValueText) switch
    {
        NamedWait.OfCall => ArgumentsOf(name) is not null,
        NamedWait.OfTime => ArgumentsOf(name) is [{ Expression: var time }, ..] && !IsFinite(time),
        NamedWait.OfState => true,
        NamedWait.OfStateAfterDot => name.Parent is MemberBindingExpressionSyntax || name.Parent is MemberAccessExpressionSyntax access && access.Name == name,
        _ => false,
    };

    /// <summary>What a name is called with; null where it isn't called.</summary>
    private static SeparatedSyntaxList<ArgumentSyntax>? ArgumentsOf(SimpleNameSyntax name)
    {
        SyntaxNode called = name.Parent is MemberBindingExpressionSyntax || name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? name.Parent : name;
        while (called.Parent is ParenthesizedExpressionSyntax)
        {
            called = called.Parent;
        }

        return called.Parent is InvocationExpressionSyntax call && call.Expression == called ? call.ArgumentList.Arguments : null;
    }

    /// <summary>Whether a time is written out as a number, or made of numbers: an infinite one has a sign or a name.</summary>
    private static bool IsFinite(ExpressionSyntax time) => time is LiteralExpressionSyntax
        || time is InvocationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } numbers } && numbers.All(number => number.Expression is LiteralExpressionSyntax);

    /// <summary>
    /// Whether a loop's condition may be one that only a token or a timer makes false. What is compared, or held by a variable, is taken for
    /// something that changes; a constant isn't.
    /// </summary>
    private static bool MayHoldForEver(ExpressionSyntax? condition, NamedMethods methods) => condition switch
    {
        null => true,
        ParenthesizedExpressionSyntax { Expression: var inner } => MayHoldForEver(inner, methods),
        BinaryExpressionSyntax both when both.IsKind(SyntaxKind.LogicalAndExpression) => MayHoldForEver(both.Left, methods) && MayHoldForEver(both.Right, methods),
        BinaryExpressionSyntax { Left: var left, Right: var right } => MayBeConstant(left, methods) && MayBeConstant(right, methods),
        PrefixUnaryExpressionSyntax { Operand: var asked } => MayHoldForEver(asked, methods) || NameOf(asked) is { } name && ApiCatalogue.HasMember(name),
        IsPatternExpressionSyntax or InvocationExpressionSyntax => false,
        MemberAccessExpressionSyntax or IdentifierNameSyntax => MayBeConstant(condition, methods),
        _ => true,
    };

    private static bool MayBeConstant(ExpressionSyntax expression, NamedMethods methods) => expression switch
    {
        ParenthesizedExpressionSyntax { Expression: var inner } => MayBeConstant(inner, methods),
        BinaryExpressionSyntax { Left: var left, Right: var right } => MayBeConstant(left, methods) && MayBeConstant(right, methods),
        _ => NameOf(expression) is not { } name ? expression is LiteralExpressionSyntax or PrefixUnaryExpressionSyntax : methods.IsConstant(name),
    };

    private static string? NameOf(ExpressionSyntax expression) => expression switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } => name,
        IdentifierNameSyntax { Identifier.ValueText: var name } => name,
        _ => null,
    };
}
