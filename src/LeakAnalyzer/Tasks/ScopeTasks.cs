using LeakAnalyzer.Facts;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tasks;

/// <summary>Finds the tasks that a function starts and that may not end, because they wait for other code or loop endlessly.</summary>
internal static class ScopeTasks
{
    /// <summary>
    /// Finds the tasks that are started by an expression whose value is dropped. <paramref name="scopeOf"/> gets the function around the expression.
    /// </summary>
    public static IEnumerable<StartedTask> Of(IOperation dropped, Func<Scope> scopeOf, LeakModel model) =>
        Of(new StartFinder(model).Find(dropped), scopeOf, model);

    /// <summary>Gets the tasks of the given starts. <paramref name="scopeOf"/> gets the function around the calls.</summary>
    public static IEnumerable<StartedTask> Of(IReadOnlyList<TaskStart> starts, Func<Scope> scopeOf, LeakModel model)
    {
        foreach (TaskStart start in starts)
        {
            if (StartedTask.Of(start, scopeOf, model) is { } task)
            {
                yield return task;
            }
        }
    }

    /// <summary>Finds the tasks that a function itself, not a nested function, starts and drops. <paramref name="scopeOf"/> gets the function.</summary>
    public static IEnumerable<StartedTask> DetachedIn(IOperation function, Func<Scope> scopeOf, LeakModel model)
    {
        foreach (IOperation dropped in DroppedIn(function, model))
        {
            foreach (StartedTask task in Of(dropped, scopeOf, model))
            {
                yield return task;
            }
        }
    }

    /// <summary>
    /// Finds the tasks that a called method starts and drops, if the call passes the local's object to it, as in <c>StartPump(source)</c>. The call
    /// then counts as the start.
    /// </summary>
    /// <param name="held">A local's object and the calls that use it.</param>
    /// <param name="scopeOf">Gets the function around the local.</param>
    /// <param name="model">The compilation's model.</param>
    public static IEnumerable<StartedTask> StartedByCalled(HeldObject held, Func<Scope> scopeOf, LeakModel model)
    {
        foreach (IInvocationOperation call in held.Calls)
        {
            if (call.Syntax is not InvocationExpressionSyntax { ArgumentList: { Arguments.Count: > 0 } arguments }
                || !held.IsUsedIn(arguments)
                || model.Bodies.TargetOf(call) is not { } target
                || !model.PossibleWaits.In(target)
                || model.Bodies.OfMethod(target) is not { } called)
            {
                continue;
            }

            foreach (IOperation dropped in DroppedIn(called.Body, model))
            {
                foreach (TaskStart start in new StartFinder(model).Find(dropped))
                {
                    if (StartedTask.OfCalled(call, start, scopeOf, model) is { } task)
                    {
                        yield return task;
                    }
                }
            }
        }
    }

    private static IEnumerable<IOperation> DroppedIn(IOperation function, LeakModel model)
    {
        foreach (IOperation own in function.OwnOperations())
        {
            IOperation? dropped = own switch
            {
                IExpressionStatementOperation statement => DroppedTasks.OfStatement(statement, model),
                IVariableDeclaratorOperation declarator => DroppedTasks.OfLocal(declarator, model),
                _ => null,
            };
            if (dropped is not null)
            {
                yield return dropped;
            }
        }
    }

    /// <summary>Finds the tasks that a function starts and keeps, and that may wait on a local's object.</summary>
    /// <param name="held">The object and the calls that use it.</param>
    /// <param name="scopeOf">Gets the function around the local.</param>
    /// <param name="model">The compilation's model.</param>
    public static IEnumerable<StartedTask> JoinedIn(HeldObject held, Func<Scope> scopeOf, LeakModel model)
    {
        foreach (IInvocationOperation call in held.Calls)
        {
            if (!model.Symbols.IsTask(call.Type)
                || model.Calls.Of(call) is { Result: ResultKind.AllOf or ResultKind.FirstOf } || TaskUses.IsAwaited(call, model) || IsDropped(call, model))
            {
                continue;
            }

            foreach (StartedTask task in Of(call, scopeOf, model))
            {
                yield return task;
            }
        }
    }

    private static bool IsDropped(IInvocationOperation call, LeakModel model)
    {
        IOperation outer = call;
        while (outer.Parent is IConversionOperation or IParenthesizedOperation or IVariableInitializerOperation)
        {
            outer = outer.Parent;
        }

        return outer.Parent switch
        {
            IExpressionStatementOperation => true,
            ISimpleAssignmentOperation { Target: IDiscardOperation } => true,
            IVariableDeclaratorOperation { Symbol: var local } => TaskUses.IsNeverJoined(local, model),
            _ => false,
        };
    }

    /// <summary>Gets the lambda or local function around an operation, or the root of the body that contains the operation.</summary>
    public static IOperation FunctionAround(this IOperation operation)
    {
        IOperation current = operation;
        while (current.Parent is { } parent && current is not (IAnonymousFunctionOperation or ILocalFunctionOperation))
        {
            current = parent;
        }

        return current;
    }
}
