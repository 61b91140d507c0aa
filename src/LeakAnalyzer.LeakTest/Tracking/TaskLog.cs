using System.Collections.Concurrent;

namespace LeakAnalyzer.LeakTest.Tracking;

/// <summary>The tasks that at least one open watch (<see cref="Watch"/>) counts and that have not completed.</summary>
internal static class TaskLog
{
    private static readonly ConcurrentDictionary<int, StartedTask> s_open = new();
    private static readonly TimeSpan s_surelyInTable = TimeSpan.FromMilliseconds(100);
    private static Watch[] s_processWatches = [];
    private static long s_epoch;

    /// <summary>Gets the next number for <see cref="Watch.Epoch"/>.</summary>
    public static long NextEpoch() => Interlocked.Increment(ref s_epoch);

    public static void Add(Watch processWatch) => Change(watches => [.. watches, processWatch]);

    /// <summary>Removes a watch that has ended, and the tasks that no other watch counts.</summary>
    public static void Remove(Watch watch)
    {
        if (watch.IsOfProcess)
        {
            Change(watches => [.. watches.Where(other => other != watch)]);
        }

        if (watch.IsClean)
        {
            return;
        }

        Watch[] processWatches = Volatile.Read(ref s_processWatches);
        foreach ((int id, StartedTask task) in s_open)
        {
            if (Watch.Innermost(task.Watch) is null && !Array.Exists(processWatches, other => other.Counts(task)))
            {
                s_open.TryRemove(id, out _);
            }
        }
    }

    /// <summary>The tasks that the watch counts and that have not completed, in the order of their start.</summary>
    public static List<StartedTask> OpenTasksOf(Watch watch)
    {
        var found = new List<StartedTask>();
        if (watch.IsClean)
        {
            return found;
        }

        foreach ((int id, StartedTask task) in s_open)
        {
            if (!watch.Counts(task))
            {
                continue;
            }

            if (HasCompleted(task))
            {
                End(id);
                continue;
            }

            found.Add(task);
        }

        found.Sort(static (one, other) => one.Id.CompareTo(other.Id));
        return found;
    }

    /// <summary>Excludes all unfinished tasks from the watches of the caller and of the process.</summary>
    public static void ExcuseOpenTasks()
    {
        for (Watch? watch = Watch.Innermost(Watch.Flow); watch is not null; watch = Watch.Innermost(watch.Outer))
        {
            watch.ExcuseOpenTasks();
        }

        foreach (Watch watch in Volatile.Read(ref s_processWatches))
        {
            watch.ExcuseOpenTasks();
        }
    }

    /// <summary>Whether the task has not completed and some watch counts it.</summary>
    public static bool IsOpen(int id) => s_open.ContainsKey(id);

    /// <summary>Records a task that begins on this thread.</summary>
    public static void Begin(int id, string operation)
    {
        Watch? current = Watch.Flow;
        if (!IsWork(operation) || current == Watch.Off)
        {
            return;
        }

        // If the flow of the execution context is suppressed, the watch is taken from the task whose delegate runs here.
        StartedTask? starter = Task.CurrentId is { } running ? s_open.GetValueOrDefault(running) : null;
        bool isPaused = current == Watch.Paused;
        Watch? flow = Watch.Innermost(current ?? starter?.Watch);
        Watch[] processWatches = Volatile.Read(ref s_processWatches);
        if (flow is null && processWatches.Length == 0)
        {
            return;
        }

        long epoch = flow?.Epoch ?? 0;
        StartPlace? place = StartPlace.Shared(operation, epoch);
        bool isCounted = false;
        bool isStackDue = false;
        for (Watch? watch = flow; watch is not null; watch = watch.Outer)
        {
            isCounted |= watch.Sees(id, operation, lacksStack: place is null, ref isStackDue);
        }

        foreach (Watch watch in processWatches)
        {
            isCounted |= (!isPaused || watch.IsOfProfile) && watch.Sees(id, operation, lacksStack: place is null, ref isStackDue);
        }

        if (!isCounted)
        {
            StartPlace.Forget();
            return;
        }

        place ??= isStackDue ? StartPlace.Capture(operation) : null;
        StartPlace.Keep(place, operation, epoch);
        if (place is not null)
        {
            KnownPlaces.Remember(operation, place);
        }

        s_open[id] = new StartedTask(id, operation, flow, Volatile.Read(ref s_epoch), starter, place) { IsOfPause = isPaused };
    }

    public static void End(int id)
    {
        StartPlace.Forget();
        if (s_open.TryRemove(id, out StartedTask? task))
        {
            for (Watch? watch = task.Watch; watch is not null; watch = watch.Outer)
            {
                watch.SeesEnd(id);
            }
        }
    }

    /// <summary>
    /// Whether the task has completed without an event: the runtime's table no longer holds it. A task that has just begun may not be there yet.
    /// </summary>
    private static bool HasCompleted(StartedTask task) =>
        task.Report is null && task.ReportedWith is null && task.Age > s_surelyInTable && TaskTable.HasCompleted(task.Id);

    /// <summary>Whether the task runs code. A promise, such as <c>Task.Delay</c>, doesn't; only the task that waits for it counts.</summary>
    private static bool IsWork(string operation) =>
        operation.StartsWith(StartedTask.AsyncMethod, StringComparison.Ordinal)
        || operation.StartsWith(StartedTask.Delegate, StringComparison.Ordinal)
        || operation.StartsWith(StartedTask.Continuation, StringComparison.Ordinal);

    private static void Change(Func<Watch[], Watch[]> change)
    {
        Watch[] before;
        do
        {
            before = Volatile.Read(ref s_processWatches);
        }
        while (Interlocked.CompareExchange(ref s_processWatches, change(before), before) != before);
    }
}
