using System.Reflection;
using LeakAnalyzer.LeakTest.Tracking;

namespace LeakAnalyzer.LeakTest.Description;

/// <summary>Recognizes tasks that haven't completed but are no leaks.</summary>
internal static class HarmlessTasks
{
    private const string Dataflow = "System.Threading.Tasks.Dataflow";

    /// <summary>The beginnings of the names of types whose tasks run as long as a connection pool, which is shared and outlives a test.</summary>
    private static readonly string[] s_pools =
    [
        "System.Net.Http.HttpConnectionPool", "System.Net.Http.Http2Connection", "System.Net.Http.Http3Connection", "System.Net.Quic.",
        "Grpc.Net.Client.Balancer.",
    ];

    /// <summary>
    /// Whether a task is no leak: it belongs to a test framework, a connection pool or the like, or a static constructor started it, which runs once in
    /// whichever test needs it first.
    /// </summary>
    public static bool Contain(StartedTask started) => (TaskTable.Find(started.Id) is { } task && IsHarmless(task)) || StartStack.HasStaticConstructor(started);

    /// <summary>Whether the task is a continuation made by .NET. If it is garbage-collected together with its antecedent, nothing is lost.</summary>
    public static bool IsLostContinuation(StartedTask started, Assembly? assembly) =>
        started.Operation.StartsWith(StartedTask.Continuation, StringComparison.Ordinal) && assembly is not null && Frameworks.IsRuntime(assembly);

    /// <summary>Whether the task could run at once, but no thread of the pool is free.</summary>
    public static bool IsStarved(StartedTask started)
    {
        if (ThreadPool.PendingWorkItemCount == 0 || TaskTable.Find(started.Id) is not { } task)
        {
            return false;
        }

        return task.Status == TaskStatus.WaitingToRun
            ? TaskInternals.Field(task, "m_taskScheduler") == TaskScheduler.Default
            : TaskInternals.AwaitedByTask(task) is Task { IsCompleted: true };
    }

    private static bool IsHarmless(Task task)
    {
        Type? type = TaskInternals.StateMachineOf(task)?.GetType() ?? TaskInternals.MethodOf(task)?.DeclaringType;
        if (type is null)
        {
            return false;
        }

        return Frameworks.IsTestFramework(type.Assembly)
            || IsOfPool(type)
            || (task.Status != TaskStatus.Running && type.Namespace?.StartsWith(Dataflow, StringComparison.Ordinal) == true && Frameworks.IsRuntime(type.Assembly))
            || IsObserver(task);
    }

    private static bool IsOfPool(Type type) => type.FullName is { } name && Array.Exists(s_pools, pool => name.StartsWith(pool, StringComparison.Ordinal));

    /// <summary>Whether the task is a continuation that runs only if its antecedent doesn't succeed.</summary>
    private static bool IsObserver(Task task) => TaskInternals.Field(task, "m_antecedent") is Task antecedent
        && TaskInternals.ContinuationsOf(antecedent).FirstOrDefault(continuation => TaskInternals.Field(continuation, "m_task") == task) is { } made
        && TaskInternals.Field(made, "m_options") is TaskContinuationOptions options
        && options.HasFlag(TaskContinuationOptions.NotOnRanToCompletion);
}
