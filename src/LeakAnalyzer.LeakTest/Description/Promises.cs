namespace LeakAnalyzer.LeakTest.Description;

/// <summary>
/// Finds promises: tasks that run no code but complete when other tasks do, such as those that <c>Task.WhenAll</c> and <c>WaitAsync</c> return.
/// </summary>
internal static class Promises
{
    private const int MostDepth = 5;

    /// <summary>Finds the promises that can't complete before the task does. That of a <c>WhenAny</c> can.</summary>
    public static HashSet<Task> CompletedBy(Task task)
    {
        var found = new HashSet<Task>(ReferenceEqualityComparer.Instance);
        Collect(task, found, MostDepth);
        return found;
    }

    /// <summary>The task for which <c>WaitAsync</c> made the promise; null for other promises.</summary>
    public static Task? InnerOf(Task promise) => promise.GetType().Name.StartsWith("CancellationPromise", StringComparison.Ordinal)
        ? TaskInternals.Field(promise, "_task") as Task
        : null;

    private static void Collect(Task task, HashSet<Task> found, int depth)
    {
        foreach (object continuation in TaskInternals.ContinuationsOf(task))
        {
            if (continuation is Task promise && TaskInternals.StateMachineOf(promise) is null && !IsOfAny(promise) && found.Add(promise) && depth > 0)
            {
                Collect(promise, found, depth - 1);
            }
        }
    }

    private static bool IsOfAny(Task promise) => promise.GetType().Name is var name
        && (name.StartsWith("TwoTaskWhenAny", StringComparison.Ordinal) || name.StartsWith("CompleteOnInvoke", StringComparison.Ordinal));
}
