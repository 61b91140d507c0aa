using LeakAnalyzer.Facts;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tasks;

/// <summary>
/// Finds the tasks that a piece of code starts, if they have an open-ended wait (one that ends only when other code acts) or an endless loop. The
/// scope is the function that starts the tasks.
/// </summary>
internal static class ScopeTasks
{
    /// <summary>
    /// Finds the detached tasks (tasks that nobody joins) that are started by an expression whose value is dropped. <paramref name="scopeOf"/>
    /// creates the <see cref="Scope"/> of the function that contains the expression. It is called only if a task is found.
    /// </summary>
    public static IEnumerable<StartedTask> Of(IOperation dropped, Func<Scope> scopeOf, LeakModel model) =>
        Of(new StartFinder(model).Find(dropped), scopeOf, model);

    /// <summary>
    /// Gets, of the tasks that some calls start, those that have an open-ended wait or an endless loop. <paramref name="scopeOf"/> creates the
    /// <see cref="Scope"/> of the function that contains the calls. It is called only if a task is found.
    /// </summary>
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

    /// <summary>
    /// Finds all detached tasks (tasks that nobody joins) that a function starts itself, not in a nested function. <paramref name="scopeOf"/> creates
    /// the <see cref="Scope"/> of the function. It is called only if a task is found.
    /// </summary>
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
    /// Finds the detached tasks that a called method starts, if the call passes a <c>CancellationTokenSource</c> or a signal (a channel or promise)
    /// to it, as in <c>StartPump(source)</c>. The method must have source code. For the calling function, that call counts as the start of the task.
    /// </summary>
    /// <param name="function">The function's operation, or the root operation of its body.</param>
    /// <param name="held">The local that holds the source or signal.</param>
    /// <param name="scopeOf">Creates the <see cref="Scope"/> of the function. It is called only if a task is found.</param>
    /// <param name="model">The compilation's model.</param>
    public static IEnumerable<StartedTask> StartedByCalled(IOperation function, ILocalSymbol held, Func<Scope> scopeOf, LeakModel model)
    {
        List<ISymbol> holders = HeldBy(held, function, model);
        foreach (IOperation own in function.OwnOperations())
        {
            if (own is not IInvocationOperation { Syntax: InvocationExpressionSyntax { ArgumentList: { Arguments.Count: > 0 } arguments } } call
                || !holders.Exists(symbol => model.Uses.In(arguments, symbol).Any())
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

    /// <summary>Finds the expressions whose task is dropped in a function, but not in a nested function.</summary>
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

    /// <summary>
    /// Finds all tasks that a function starts itself and keeps, either to join them or to pass them on, and that may wait on a signal (a channel or
    /// promise). A task that is awaited in the expression that starts it is left out.
    /// </summary>
    /// <param name="function">The function's operation, or the root operation of its body.</param>
    /// <param name="signal">The local that holds the signal.</param>
    /// <param name="scopeOf">Creates the <see cref="Scope"/> of the function. It is called only if a task is found.</param>
    /// <param name="model">The compilation's model.</param>
    public static IEnumerable<StartedTask> JoinedIn(IOperation function, ILocalSymbol signal, Func<Scope> scopeOf, LeakModel model)
    {
        List<ISymbol> held = HeldBy(signal, function, model);
        foreach (IOperation own in function.OwnOperations())
        {
            if (own is not IInvocationOperation call || !model.Symbols.IsTask(call.Type) || !MayUse(call, held, model)
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

    /// <summary>Finds the locals that may hold a signal: the given local, and each local whose initializer uses a local that was already found.</summary>
    private static List<ISymbol> HeldBy(ILocalSymbol local, IOperation function, LeakModel model)
    {
        List<ISymbol> held = [local];
        foreach (IOperation own in function.OwnOperations())
        {
            if (own is IVariableDeclaratorOperation { Symbol: var other, Initializer.Syntax: var value } && held.Exists(symbol => model.Uses.In(value, symbol).Any()))
            {
                held.Add(other);
            }
        }

        return held;
    }

    /// <summary>
    /// Whether a call may use one of the given locals: the call's text refers to one of them, or the call runs a local function or a delegate.
    /// </summary>
    private static bool MayUse(IInvocationOperation call, List<ISymbol> held, LeakModel model) =>
        call.TargetMethod.MethodKind is MethodKind.LocalFunction or MethodKind.DelegateInvoke || held.Exists(symbol => model.Uses.In(call.Syntax, symbol).Any());

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
