using LeakAnalyzer.Facts;
using LeakAnalyzer.Races;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;

namespace LeakAnalyzer.CodeFixes.Reports;

/// <summary>
/// Tells whether a fix that ends only some of a task's waits leaves a wait that a rule would report after the fix. Such a wait has no report before
/// the fix, because a task has only one report at a time.
/// </summary>
internal static class OtherWaits
{
    /// <summary>
    /// Whether a rule would report one of the task's waits that a fix doesn't end. <paramref name="isEnded"/> tells which waits the fix ends.
    /// </summary>
    public static bool AreReported(StartedTask task, Func<GovernedWait, bool> isEnded)
    {
        foreach (GovernedWait governed in task.Waits)
        {
            if (!isEnded(governed) && IsReported(governed, task))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsReported(GovernedWait governed, StartedTask task) => governed.Governor switch
    {
        Governor.Nothing or Governor.ScopeOnSomePaths => governed.LostSource is not null || governed.IsEndlessLoop || !governed.Wait.IsLoop,
        Governor.Caller => (governed.LostSource is not null || governed.IsLeftToCaller) && GoesOnThen(task),
        _ => false,
    };

    /// <summary>
    /// Whether the scope (the function that starts the task) may keep working after the start, once the fix is applied. An async scope may: the fix
    /// may add <c>await source.CancelAsync()</c>, and the scope then works on while it awaits that. The entry point doesn't count, because the
    /// process, with all its tasks, ends when it returns.
    /// </summary>
    private static bool GoesOnThen(StartedTask task) =>
        !task.Scope.IsEntryPoint && (task.Scope.IsAsync || task.Scope.GoesOnAfter(task.Start.Call.Syntax));
}
