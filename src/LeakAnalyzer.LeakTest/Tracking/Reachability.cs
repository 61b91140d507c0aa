namespace LeakAnalyzer.LeakTest.Tracking;

/// <summary>Finds out which tasks are still reachable.</summary>
internal static class Reachability
{
    /// <summary>Whether each task survives a garbage collection; null if unknown.</summary>
    public static bool?[] Of(IReadOnlyList<StartedTask> started)
    {
        // Promises (tasks that run no code) are removed from the runtime's table too, because they keep the tasks that wait for them in memory.
        HashSet<int> ids = [.. started.Select(task => task.Id)];
        Dictionary<int, WeakReference<Task>> released = TaskTable.Release(id => ids.Contains(id) || !TaskLog.IsOpen(id));
        if (released.Count > 0)
        {
            // A finalizer may still hold a task, so a second collection is needed.
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
        }

        bool?[] isReachable = [.. started.Select(task => released.TryGetValue(task.Id, out WeakReference<Task>? found) ? IsKept(found) : WasKept(task))];
        TaskTable.Restore(released);
        return isReachable;
    }

    private static bool? WasKept(StartedTask task) => task.Report?.IsReachable == false ? false : null;

    private static bool IsKept(WeakReference<Task> reference) => reference.TryGetTarget(out _);
}
