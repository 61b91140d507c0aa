namespace LeakAnalyzer.LeakTest.Tracking;

/// <summary>Tells tasks that something keeps in memory from those that nothing refers to any more.</summary>
internal static class Reachability
{
    /// <summary>Whether each task is still there after a garbage collection; null where that can't be told.</summary>
    public static bool?[] Of(IReadOnlyList<StartedTask> started)
    {
        // The promises that tasks wait for are in the table too. Other checks' tasks stay in it: they are still to be looked up.
        HashSet<int> ids = [.. started.Select(task => task.Id)];
        Dictionary<int, WeakReference<Task>> released = TaskTable.Release(id => ids.Contains(id) || !TaskLog.IsOpen(id));
        if (released.Count > 0)
        {
            // A finalizer may be what still holds one.
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
        }

        bool?[] isReachable = [.. started.Select(task => released.TryGetValue(task.Id, out WeakReference<Task>? found) ? IsKept(found) : WasKept(task))];
        TaskTable.Restore(released);
        return isReachable;
    }

    /// <summary>What has been collected once is gone for good; nothing is known of another that the table lacks.</summary>
    private static bool? WasKept(StartedTask task) => task.Report?.IsReachable == false ? false : null;

    private static bool IsKept(WeakReference<Task> reference) => reference.TryGetTarget(out _);
}
