using LeakAnalyzer.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Tracking;

/// <summary>Tells which operations take time. A function that executes one after it has started a task goes on working while the task runs.</summary>
internal static class Duration
{
    /// <summary>Whether an operation is a blocking call, or awaits a task that may not have completed, other than that of <c>CancelAsync</c>.</summary>
    public static bool TakesTime(IOperation operation, CodeModel code) => operation switch
    {
        IAwaitOperation { Operation: var task } => !IsCancel(task, code) && !IsCompleted(task, code),
        IInvocationOperation call => code.Calls.Of(call) is { Blocks: true } facts && (facts.Wait is null || !code.Symbols.IsTask(call.Type)),
        IPropertyReferenceOperation property => code.Calls.Of(property) is { Blocks: true },
        _ => false,
    };

    /// <summary>Whether an awaited task comes from a property whose task completes by itself or has completed, such as <c>Task.CompletedTask</c>.</summary>
    private static bool IsCompleted(IOperation task, CodeModel code) => task.WithoutWrappers(code) is IPropertyReferenceOperation property && code.Calls.Of(property) is { Result: ResultKind.Finite };

    /// <summary>Whether a task is the result of <c>CancelAsync</c>, which functions await right before they exit.</summary>
    private static bool IsCancel(IOperation task, CodeModel code) =>
        task.WithoutWrappers(code) is IInvocationOperation { Instance.Type: var type } call
        && code.Symbols.IsCancellationTokenSource(type)
        && code.Calls.Of(call) is { OnReceiver: Effect.Ends };
}
