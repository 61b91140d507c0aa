using System.Runtime.CompilerServices;

namespace LeakAnalyzer.LeakTest.Tracking;

/// <summary>Tells tasks that something keeps in memory from those that nothing refers to any more.</summary>
internal static class Reachability
{
    /// <summary>Whether each task is still there after a garbage collection; null where that can't be told.</summary>
    public static bool?[] Of(IReadOnlyList<StartedTask> started)
    {
        WeakReference<Task>?[] tasks = Release(started);
        if (Array.Exists(tasks, task => task is not null))
        {
            // A finalizer may be what still holds one.
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
        }

        return Array.ConvertAll(tasks, IsKept);
    }

    private static bool? IsKept(WeakReference<Task>? reference)
    {
        if (reference is null)
        {
            return null;
        }

        bool isKept = reference.TryGetTarget(out Task? task);
        if (isKept)
        {
            TaskTable.Restore(task!);
        }

        return isKept;
    }

    /// <summary>Lets go of the tasks in the runtime's table. In a method of its own, so that no local keeps one alive.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference<Task>?[] Release(IReadOnlyList<StartedTask> started) =>
        [.. started.Select(task => TaskTable.Find(task.Id) is { } found && TaskTable.Release(task.Id) ? new WeakReference<Task>(found) : null)];
}
