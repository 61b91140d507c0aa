using LeakAnalyzer.Facts;
using LeakAnalyzer.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tracking;

/// <summary>Tells what the code around an expression does with the task that the expression evaluates to.</summary>
internal static class TaskUses
{
    /// <summary>Whether a task is the operand of an <c>await</c>, also through <c>ConfigureAwait</c> or another wrapper.</summary>
    public static bool IsAwaited(IOperation task, CodeModel code) => ConsumerOf(task, code) is (IAwaitOperation, _);

    /// <summary>Whether the surrounding expression awaits a task or blocks on it, alone or together with other tasks.</summary>
    public static bool IsJoined(IOperation task, CodeModel code)
    {
        while (true)
        {
            (IOperation? consumer, IOperation value) = ConsumerOf(task, code);
            switch (consumer)
            {
                case IAwaitOperation:
                    return true;
                case IInvocationOperation call when call.Instance == value:
                    return code.Calls.Of(call) is { Joins: Operand.Receiver };
                case IPropertyReferenceOperation property:
                    return code.Calls.Of(property) is { Joins: Operand.Receiver };
                case IInvocationOperation call:
                    switch (code.Calls.Of(call))
                    {
                        case { Joins: Operand.Arguments }:
                            return true;
                        case { Result: ResultKind.AllOf }:
                            task = call;
                            break;
                        default:
                            return false;
                    }

                    break;
                default:
                    return false;
            }
        }
    }

    /// <summary>Whether the surrounding expression waits only for this task, and not for several as <c>Task.WhenAll</c> does.</summary>
    public static bool IsJoinedAlone(IOperation task, CodeModel code) => ConsumerOf(task, code) switch
    {
        (IAwaitOperation, _) => true,
        (IInvocationOperation call, var value) => call.Instance == value && code.Calls.Of(call) is { Joins: Operand.Receiver },
        (IPropertyReferenceOperation property, _) => code.Calls.Of(property) is { Joins: Operand.Receiver },
        _ => false,
    };

    /// <summary>Whether the surrounding function returns the task, possibly inside a wrapper such as <c>ConfigureAwait</c>.</summary>
    public static bool IsReturned(IOperation task, CodeModel code) => ConsumerOf(task, code) is (IReturnOperation, _);

    /// <summary>
    /// Finds the operation that uses a task, and its operand for the task. Wrappers such as <c>ConfigureAwait</c>, and collections with the task, are skipped.
    /// </summary>
    public static (IOperation? Consumer, IOperation Value) ConsumerOf(IOperation task, CodeModel code)
    {
        IOperation value = task;
        while (true)
        {
            value = value.Outermost();
            switch (value.Parent)
            {
                case IInvocationOperation call when call.Instance == value && code.Calls.TaskBehind(call) == value:
                    value = call;
                    break;
                case IArgumentOperation { Parent: IInvocationOperation call } argument:
                    if (code.Calls.TaskBehind(call) is not { } inner || inner != argument.Value)
                    {
                        return (call, value);
                    }

                    value = call;
                    break;
                case IArgumentOperation { Parent: IObjectCreationOperation creation } when code.Symbols.IsTask(creation.Type) && code.Symbols.IsTask(value.Type):
                    value = creation; // a ValueTask of a task
                    break;
                case IArrayInitializerOperation or IArrayCreationOperation:
                    value = value.Parent;
                    break;
                case { } elements when Operations.IsCollectionExpression(elements):
                    value = elements;
                    break;
                default:
                    return (value.Parent, value);
            }
        }
    }

    /// <summary>Whether no use of a variable waits for its task: each only assigns the variable, reads the task's state or drops the task.</summary>
    public static bool IsNeverJoined(ISymbol variable, CodeModel code)
    {
        foreach (SimpleNameSyntax use in code.Uses.Of(variable))
        {
            if (!IsPassive(use, code))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a use of a variable only assigns the variable, reads its task's state, or drops the task.</summary>
    public static bool IsPassive(SimpleNameSyntax use, CodeModel code)
    {
        if (code.OperationAt(SyntaxQueries.Qualified(use)) is not { } read)
        {
            return false;
        }

        (IOperation? consumer, IOperation value) = ConsumerOf(read, code);
        switch (consumer)
        {
            case IAssignmentOperation assignment:
                return (assignment.Target == value || assignment.Target is IDiscardOperation) && assignment.Parent is IExpressionStatementOperation;
            case IExpressionStatementOperation:
                return true;
            case IInvocationOperation call when code.Calls.Of(call) is { Result: ResultKind.AreSame }:
                return true;
            case IInvocationOperation call:
                return call.Outermost().Parent is IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation, Parent: IExpressionStatementOperation }
                    && LeavesRunning(call, code);
            case IPropertyReferenceOperation property:
                return code.Calls.Of(property) is { OnReceiver: Effect.None } || ForgetHelpers.OnlyLooks(property, code);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals }:
                return true;
            case IIsPatternOperation { Pattern: var pattern }:
                return OnlyLooks(pattern, code);
            case IIsTypeOperation:
                return true;
            default:
                return false;
        }
    }

    /// <summary>Whether a call with a task doesn't wait for it: the call adds a continuation, or is a fire-and-forget helper.</summary>
    private static bool LeavesRunning(IInvocationOperation call, CodeModel code) =>
        code.Calls.Of(call) is { Joins: Operand.None, Result: ResultKind.Unknown, OnReceiver: Effect.None } || ForgetHelpers.Drops(call, code) is not null;

    /// <summary>Whether a pattern only compares a task with null, or only tests the task's state.</summary>
    private static bool OnlyLooks(IPatternOperation pattern, CodeModel code) => pattern switch
    {
        INegatedPatternOperation { Pattern: var inner } => OnlyLooks(inner, code),
        IRecursivePatternOperation { DeclaredSymbol: null, DeconstructionSubpatterns.IsEmpty: true, PropertySubpatterns: var parts } whole =>
            parts.All(part => part is { Member: IPropertyReferenceOperation member, Pattern: IConstantPatternOperation } && code.Calls.Of(member) is { OnReceiver: Effect.None }),
        _ => pattern is IConstantPatternOperation,
    };

    /// <summary>Whether the uses of a variable only start its thread or access the thread's properties, and none waits for the thread.</summary>
    public static bool IsThreadNeverJoined(ISymbol variable, CodeModel code)
    {
        foreach (SimpleNameSyntax use in code.Uses.Of(variable))
        {
            if (SyntaxQueries.IsWritten(use, out ExpressionSyntax? value) && value is not null)
            {
                continue;
            }

            MemberFacts? facts = code.OperationAt(SyntaxQueries.Qualified(use))?.Outermost() is { } read ? read.Parent switch
            {
                IInvocationOperation call when call.Instance == read => code.Calls.Of(call),
                IPropertyReferenceOperation property => code.Calls.Of(property),
                _ => null,
            }
            : null;
            if (facts is not { Joins: Operand.None, OnReceiver: Effect.None })
            {
                return false;
            }
        }

        return true;
    }
}
