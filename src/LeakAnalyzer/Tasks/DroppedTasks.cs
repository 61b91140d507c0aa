using LeakAnalyzer.Facts;
using LeakAnalyzer.Facts.Catalogue;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Symbols;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tasks;

/// <summary>Tells where a task may be dropped: started and never awaited. It is asked everywhere, so it allocates nothing.</summary>
internal static class DroppedTasks
{
    /// <summary>Gets the expression whose task an expression statement may drop; null if the statement drops none.</summary>
    public static IOperation? OfStatement(IExpressionStatementOperation statement, LeakModel model)
    {
        IOperation expression = statement.Operation;
        switch (expression)
        {
            case IInvocationOperation call:
                return MayStart(call, model) || ForgetHelpers.DropsForUser(call, model) is not null ? call : null;

            case IConditionalAccessOperation access:
                return LastCallOf(access) is { } called && MayStart(called, model) ? access : null;

            case ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local, Type: var type }, Value: var value }
                when model.Symbols.IsTask(type):
                return TaskUses.IsNeverJoined(local, model) ? value : null;

            // A discard drops the task, as in _ = RunAsync().
            case ISimpleAssignmentOperation { Target: IDiscardOperation, Value: var value }:
                return value.Unwrap() switch
                {
                    IInvocationOperation call => MayStart(call, model) || ForgetHelpers.DropsForUser(call, model) is not null ? value : null,
                    IConditionalAccessOperation or IConditionalOperation or ICoalesceOperation => value,
                    _ => null,
                };

            default:
                return null;
        }
    }

    /// <summary>Gets the expression whose task the declaration of a local drops; null if the declaration drops none.</summary>
    public static IOperation? OfLocal(IVariableDeclaratorOperation declarator, LeakModel model) =>
        model.Symbols.IsTask(declarator.Symbol.Type)
        && declarator.GetVariableInitializer()?.Value is { } value
        && TaskUses.IsNeverJoined(declarator.Symbol, model)
            ? value
            : null;

    private static IInvocationOperation? LastCallOf(IConditionalAccessOperation access)
    {
        IOperation last = access;
        while (last is IConditionalAccessOperation { WhenNotNull: var whenNotNull })
        {
            last = whenNotNull;
        }

        return last as IInvocationOperation;
    }

    private static bool MayStart(IInvocationOperation call, LeakModel model)
    {
        IMethodSymbol method = call.TargetMethod;
        return method.ReturnType.SpecialType switch
        {
            SpecialType.System_Void => method.IsAsync
                || ForgetHelpers.HasShape(method, model.Symbols)
                || method.MethodKind == MethodKind.DelegateInvoke && call.Instance?.Unwrap() is ILocalReferenceOperation or IDelegateCreationOperation or IAnonymousFunctionOperation
                || MayRun(call, model),
            SpecialType.System_Boolean => MayRun(call, model),
            SpecialType.None => model.Symbols.IsTask(method.ReturnType) || MayRun(call, model),
            _ => false,
        };
    }

    /// <summary>Whether a call runs a delegate, or returns an awaitable made from a task, as <c>ConfigureAwait</c> does.</summary>
    private static bool MayRun(IInvocationOperation call, LeakModel model) =>
        ApiCatalogue.HasMember(call.TargetMethod.Name)
            ? model.Calls.Of(call) is { Starts: true } or { Runs: true } or { Result: ResultKind.TaskOf }
            : !call.TargetMethod.ReturnsVoid && IsGivenTask(call, model) && model.Calls.TaskBehind(call) is not null;

    private static bool IsGivenTask(IInvocationOperation call, LeakModel model)
    {
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (model.Symbols.IsTask(argument.Parameter?.Type))
            {
                return true;
            }
        }

        return ExtensionBlocks.IsMember(call.TargetMethod) && model.Symbols.IsTask(call.Instance?.Type);
    }
}
