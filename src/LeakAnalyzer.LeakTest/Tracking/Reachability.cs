using System.Runtime.CompilerServices;

namespace LeakAnalyzer.LeakTest.Tracking;

/// <summary>Tells tasks that something keeps in memory from those that nothing refers to any more.</summary>
internal static class Reachability
{
    /// <summary>Whether each task is still there after a garbage collection; null where that can't be told.</summary>
    public static bool?[] Of(IReadOnlyList<StartedTask> started)
    {
        WeakReference?[] tasks = Release(started);
        if (Array.Exists(tasks, task => task is not null))
        {
            // A finalizer may be what still holds one.
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
        }

        return Array.ConvertAll(tasks, task => task?.IsAlive);
    }

    /// <summary>Lets go of the tasks in the runtime's table. In a method of its own, so that no local keeps one alive.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference?[] Release(IReadOnlyList<StartedTask> started) =>
        [.. started.Select(task => TaskTable.Find(task.Id) is { } found && TaskTable.Release(task.Id) ? new WeakReference(found) : null)];
}
