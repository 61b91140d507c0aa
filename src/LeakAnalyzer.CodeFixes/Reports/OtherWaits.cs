using LeakAnalyzer.Facts;
using LeakAnalyzer.Races;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;

namespace LeakAnalyzer.CodeFixes.Reports;

/// <summary>Tells whether a fix that ends some of a task's waits leaves one that would be reported next. A task has one report at a time.</summary>
internal static class OtherWaits
{
    /// <summary>Whether a rule would report one of the waits that stay.</summary>
    /// <param name="task">The task.</param>
    /// <param name="isEnded">Whether a fix ends a wait.</param>
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

    /// <summary>Whether the scope goes on after the start when it also cancels its own sources, which an async scope awaits.</summary>
    private static bool GoesOnThen(StartedTask task) =>
        !task.Scope.IsEntryPoint && (task.Scope.IsAsync || task.Scope.GoesOnAfter(task.Start.Call.Syntax));
}
