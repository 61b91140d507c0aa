using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;

namespace LeakAnalyzer.Rules;

/// <summary>LEAK004: a detached task runs a loop that has no way out, and nothing can end it.</summary>
internal static class EndlessLoop
{
    /// <summary>What the rule finds on a task; null where it has no such loop.</summary>
    public static Finding? Check(DetachedTask task, LeakModel model)
    {
        List<Wait>? loops = null;
        foreach (GovernedWait governed in task.Waits)
        {
            if (governed.IsEndlessLoop)
            {
                (loops ??= []).Add(governed.Wait);
            }
        }

        if (loops is null)
        {
            return null;
        }

        return new Finding(
            DiagnosticDescriptors.EndlessLoop,
            task.Start.NameLocation,
            loops,
            task.Scope,
            task,
            [task.Start.Name, loops[0].Name, TokenAdvice.For(task, loops, model)]);
    }
}
