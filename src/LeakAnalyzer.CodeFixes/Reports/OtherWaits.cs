using LeakAnalyzer.Facts;
using LeakAnalyzer.Races;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;

namespace LeakAnalyzer.CodeFixes.Reports;

/// <summary>
/// Tells whether a rule would report another wait of a task once a fix has ended the reported one. Before the fix, that wait has no report, because a task has
/// only one report at a time.
/// </summary>
internal static class OtherWaits
{
    /// <summary>Whether a rule would report one of the task's waits for which <paramref name="isEnded"/> returns false.</summary>
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
    /// Whether the function may keep working after it has started the task. Each async function may, because the fix may add <c>await source.CancelAsync()</c>.
    /// </summary>
    private static bool GoesOnThen(StartedTask task) =>
        !task.Scope.IsEntryPoint && (task.Scope.IsAsync || task.Scope.GoesOnAfter(task.Start.Call.Syntax));
}
