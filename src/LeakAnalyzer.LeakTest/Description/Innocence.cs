using System.Reflection;
using LeakAnalyzer.LeakTest.Tracking;

namespace LeakAnalyzer.LeakTest.Description;

/// <summary>Tasks that nobody need end, though they haven't completed.</summary>
internal static class Innocence
{
    private const string Dataflow = "System.Threading.Tasks.Dataflow";

    /// <summary>Runs as long as a pool of connections does, which its owner shares with all.</summary>
    private static readonly string[] s_pools =
    [
        "System.Net.Http.HttpConnectionPool", "System.Net.Http.Http2Connection", "System.Net.Http.Http3Connection", "System.Net.Quic.",
        "Grpc.Net.Client.Balancer.",
    ];

    /// <summary>Whether the task is a test framework's, a connection pool's or a dataflow block's, or runs only if another one fails.</summary>
    public static bool Is(StartedTask started) => TaskTable.Find(started.Id) is { } task && Is(task);

    /// <summary>Whether .NET itself made a continuation that was collected with what it was to follow.</summary>
    public static bool IsLostContinuation(StartedTask started, Assembly? assembly) =>
        started.Operation.StartsWith(StartedTask.Continuation, StringComparison.Ordinal) && assembly is not null && Frameworks.IsRuntime(assembly);

    /// <summary>Whether the task could go on, and only lacks a thread of the pool to run on.</summary>
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

    private static bool Is(Task task)
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

    /// <summary>A continuation that runs only where the task before it doesn't succeed: it is about that task, and no work itself.</summary>
    private static bool IsObserver(Task task) => TaskInternals.Field(task, "m_antecedent") is Task antecedent
        && TaskInternals.ContinuationsOf(antecedent).FirstOrDefault(continuation => TaskInternals.Field(continuation, "m_task") == task) is { } made
        && TaskInternals.Field(made, "m_options") is TaskContinuationOptions options
        && options.HasFlag(TaskContinuationOptions.NotOnRanToCompletion);
}
