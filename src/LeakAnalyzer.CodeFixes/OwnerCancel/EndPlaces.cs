using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.CodeFixes.OwnerCancel;

/// <summary>
/// Finds where a fix inserts lines into <c>Dispose</c> or a similar method: before the existing statements, but after <c>if (_disposed) return;</c> and inside
/// <c>if (disposing)</c>.
/// </summary>
internal sealed class EndPlaces
{
    private readonly HashSet<string> _flagsSet;
    private readonly string? _disposing;
    private readonly StatementSyntax? _leftOut;

    private EndPlaces(EndingMember member, MethodDeclarationSyntax declaration, bool isMadeAsync)
    {
        _leftOut = isMadeAsync ? member.IdleReturn : null;
        _flagsSet = [.. FlagsSetIn(declaration)];
        _disposing = member.Flag?.Name;
    }

    /// <summary>
    /// Finds where to insert the lines, whether control gets there only once in the lifetime of the object, and the <c>disposing</c> parameter that the lines
    /// must test, or null.
    /// </summary>
    /// <param name="member">The disposing or stopping method.</param>
    /// <param name="isMadeAsync">Whether the fix makes the method async, and so removes a last statement that returns a completed task.</param>
    /// <param name="from">The part of the type that contains the report. An override is added there.</param>
    public static (CodePlace Place, bool IsOnce, string? Flag) In(EndingMember member, bool isMadeAsync, TypeDeclarationSyntax from)
    {
        if (member.Declaration is not { } declaration)
        {
            return (new CodePlace(PlaceForm.Override, from), IsOnce: false, member.Flag?.Name);
        }

        if (declaration.Body is not { } body)
        {
            return (new CodePlace(isMadeAsync ? PlaceForm.IdleBody : PlaceForm.ExpressionBody, declaration), IsOnce: false, member.Flag?.Name);
        }

        (CodePlace place, bool isOnce, bool isAsked) = new EndPlaces(member, declaration, isMadeAsync).In(body, isOnce: false, isAsked: member.Flag is null);
        return (place, isOnce, isAsked ? null : member.Flag?.Name);
    }

    private (CodePlace Place, bool IsOnce, bool IsAsked) In(BlockSyntax block, bool isOnce, bool isAsked)
    {
        int index = 0;
        for (; index < block.Statements.Count && (IsGuard(block.Statements[index]) || isOnce && SetsFlag(block.Statements[index])); index++)
        {
            isOnce = true;
        }

        if (!isAsked && block.Statements.Skip(index).FirstOrDefault(AsksForDisposing) is IfStatementSyntax asking)
        {
            return In(asking.Statement, isOnce, isAsked: true);
        }

        if (index == block.Statements.Count || block.Statements[index] == _leftOut)
        {
            return (new CodePlace(PlaceForm.AtEndOf, block), isOnce, isAsked);
        }

        return block.Statements[index] is IfStatementSyntax { Else: null } condition && IsNotSet(condition.Condition) && !condition.Statement.DescendantNodesAndSelf().Any(node => node is ReturnStatementSyntax)
            ? In(condition.Statement, isOnce: true, isAsked)
            : (new CodePlace(PlaceForm.Before, block.Statements[index]), isOnce, isAsked);
    }

    private (CodePlace Place, bool IsOnce, bool IsAsked) In(StatementSyntax body, bool isOnce, bool isAsked) => body is BlockSyntax block
        ? In(block, isOnce, isAsked)
        : (new CodePlace(PlaceForm.Embedded, body), isOnce, isAsked);

    private bool AsksForDisposing(StatementSyntax statement) =>
        statement is IfStatementSyntax { Else: null, Condition: IdentifierNameSyntax { Identifier.ValueText: var name } } && name == _disposing;

    /// <summary>Whether a statement returns if the method has already run, as <c>if (_disposed) return;</c> does.</summary>
    private bool IsGuard(StatementSyntax statement) =>
        statement is IfStatementSyntax { Else: null, Statement: ReturnStatementSyntax or BlockSyntax { Statements: [ReturnStatementSyntax] } } guard
        && (IsFlag(guard.Condition) || IsExchange(guard.Condition, SyntaxKind.NotEqualsExpression, "0") || IsExchange(guard.Condition, SyntaxKind.EqualsExpression, "1"));

    private bool IsNotSet(ExpressionSyntax condition) =>
        condition is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Operand: var flag } && IsFlag(flag)
        || IsExchange(condition, SyntaxKind.EqualsExpression, "0");

    private bool IsFlag(ExpressionSyntax condition) => NameOf(condition) is { } name && _flagsSet.Contains(name);

    private bool SetsFlag(StatementSyntax statement) =>
        statement is ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: var flag, Right.RawKind: (int)SyntaxKind.TrueLiteralExpression } } && IsFlag(flag);

    private static string? NameOf(ExpressionSyntax flag) => flag switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: IdentifierNameSyntax name } => name.Identifier.ValueText,
        _ => null,
    };

    /// <summary>Whether a condition is like <c>Interlocked.Exchange(ref _disposed, 1) != 0</c>.</summary>
    private static bool IsExchange(ExpressionSyntax condition, SyntaxKind comparison, string value) =>
        condition is BinaryExpressionSyntax
        {
            Left: InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Exchange" or "CompareExchange" },
                ArgumentList.Arguments: [_, { Expression: LiteralExpressionSyntax { Token.ValueText: "1" } }, ..] arguments,
            },
            Right: LiteralExpressionSyntax { Token.ValueText: var compared },
        }
        && condition.IsKind(comparison)
        && compared == value
        && arguments.Skip(2).All(expected => expected.Expression is LiteralExpressionSyntax { Token.ValueText: "0" });

    /// <summary>Gets the names of the fields, properties and variables that a method sets to <c>true</c>.</summary>
    private static IEnumerable<string> FlagsSetIn(MethodDeclarationSyntax method) =>
        from assignment in method.DescendantNodes().OfType<AssignmentExpressionSyntax>()
        where assignment.Right.IsKind(SyntaxKind.TrueLiteralExpression)
            && assignment.Parent is ExpressionStatementSyntax { Parent: BlockSyntax { Parent: MethodDeclarationSyntax or IfStatementSyntax { Parent.Parent: MethodDeclarationSyntax } } }
        select NameOf(assignment.Left) into name
        where name is not null
        select name;
}
