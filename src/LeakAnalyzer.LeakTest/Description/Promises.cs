namespace LeakAnalyzer.LeakTest.Description;

/// <summary>The tasks that run nothing, and complete when other tasks do: what <c>Task.Run</c>, <c>WhenAll</c> and <c>WaitAsync</c> give back.</summary>
internal static class Promises
{
    private const int MostDepth = 5;

    /// <summary>The promises that wait for the task; not those that one of several tasks completes.</summary>
    public static HashSet<Task> CompletedBy(Task task)
    {
        var found = new HashSet<Task>(ReferenceEqualityComparer.Instance);
        Collect(task, found, MostDepth);
        return found;
    }

    /// <summary>The task that a promise was made of, where it refers to it.</summary>
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
