using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Model;

/// <summary>Whether somebody joins the task or thread that a variable holds.</summary>
internal static class TaskVariables
{
    /// <summary>Whether all reads of a task's local or private field leave it running: its state is looked at, or it is dropped again.</summary>
    public static bool IsNeverJoined(ISymbol variable, LeakModel model)
    {
        foreach (SyntaxNode region in VariableValues.RegionsOf(variable))
        {
            foreach (IdentifierNameSyntax use in SyntaxQueries.Uses(variable.Name, region))
            {
                if (!IsPassive(use, model))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Whether a local's thread is only started and described, never joined or handed on.</summary>
    public static bool IsThreadNeverJoined(ILocalSymbol local)
    {
        foreach (SyntaxNode region in VariableValues.RegionsOf(local))
        {
            foreach (IdentifierNameSyntax use in SyntaxQueries.Uses(local.Name, region))
            {
                if (use.Parent is not MemberAccessExpressionSyntax
                    {
                        Name.Identifier.ValueText: "Start" or "UnsafeStart" or "IsBackground" or "Name" or "Priority"
                            or "SetApartmentState" or "IsAlive" or "ThreadState" or "ManagedThreadId" or "CurrentCulture" or "CurrentUICulture",
                    })
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Whether a use of a task's variable leaves the task running: it is assigned, looked at, or dropped.</summary>
    public static bool IsPassive(IdentifierNameSyntax use, LeakModel model)
    {
        SyntaxNode task = SyntaxQueries.WithoutParentheses(SyntaxQueries.Qualified(use));
        switch (task.Parent)
        {
            case AssignmentExpressionSyntax assignment:
                return (assignment.Left == task || IsDiscard(assignment.Left)) && IsStatement(assignment, model);

            case MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access when access.Expression == task:
                return IsDropped(call) && LeavesRunning(access.Name.Identifier.ValueText, call, model);

            case ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax member } call } conditional:
                return IsDropped(conditional) && LeavesRunning(member.Name.Identifier.ValueText, call, model);

            case BinaryExpressionSyntax comparison when comparison.Kind() is SyntaxKind.EqualsExpression or SyntaxKind.NotEqualsExpression:
                return true;

            case IsPatternExpressionSyntax { Pattern: var pattern }:
                return OnlyLooks(pattern);

            case MemberAccessExpressionSyntax access when access.Expression == task:
                return TellsState(access.Name);

            case ConditionalAccessExpressionSyntax { WhenNotNull: MemberBindingExpressionSyntax member }:
                return TellsState(member.Name);

            default:
                return false;
        }
    }

    private static bool LeavesRunning(string name, InvocationExpressionSyntax call, LeakModel model) =>
        name is "ContinueWith" or "ConfigureAwait" or "Dispose"
        || model.OperationAt(call) is IInvocationOperation operation && ForgetHelpers.Drops(operation, model) is not null;

    /// <summary>Whether a pattern compares with null, or asks for a task's state.</summary>
    private static bool OnlyLooks(PatternSyntax pattern) => pattern switch
    {
        UnaryPatternSyntax { Pattern: var inner } => OnlyLooks(inner),
        RecursivePatternSyntax { Type: null, Designation: null, PositionalPatternClause: null, PropertyPatternClause.Subpatterns: var parts } =>
            parts.All(part => part is { NameColon.Name: var name, Pattern: ConstantPatternSyntax } && TellsState(name)),
        _ => pattern is ConstantPatternSyntax,
    };

    private static bool TellsState(SimpleNameSyntax member) => member.Identifier.ValueText
        is "IsCompleted" or "IsCompletedSuccessfully" or "IsFaulted" or "IsCanceled" or "Status" or "Exception" or "Id" or "CreationOptions" or "AsyncState";

    /// <summary>Whether nobody gets the value of an assignment: it is a statement, or the body of something that returns nothing.</summary>
    private static bool IsStatement(AssignmentExpressionSyntax assignment, LeakModel model) =>
        assignment.Parent is ExpressionStatementSyntax
        || assignment.Parent is ArrowExpressionClauseSyntax or LambdaExpressionSyntax && model.OperationAt(assignment)?.Parent is IExpressionStatementOperation;

    private static bool IsDropped(ExpressionSyntax call) =>
        SyntaxQueries.WithoutParentheses(call).Parent is ExpressionStatementSyntax
            or AssignmentExpressionSyntax { Parent: ExpressionStatementSyntax, Left: IdentifierNameSyntax { Identifier.ValueText: "_" } };

    private static bool IsDiscard(ExpressionSyntax target) => target is IdentifierNameSyntax { Identifier.ValueText: "_" };
}
