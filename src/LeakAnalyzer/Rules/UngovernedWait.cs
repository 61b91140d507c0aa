using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;

namespace LeakAnalyzer.Rules;

/// <summary>LEAK001: a detached task waits open-endedly, and nothing governs the wait.</summary>
internal static class UngovernedWait
{
    /// <summary>What the rule finds on a task; null where each of its waits may be ended.</summary>
    public static Finding? Check(DetachedTask task, LeakModel model)
    {
        List<Wait>? waits = null;
        bool onSomePaths = false;
        foreach (GovernedWait governed in task.Waits)
        {
            if (governed is { Governor: Governor.Nothing or Governor.ScopeOnSomePaths, Wait.IsLoop: false })
            {
                (waits ??= []).Add(governed.Wait);
                onSomePaths |= governed.Governor == Governor.ScopeOnSomePaths;
            }
        }

        if (waits is null)
        {
            return null;
        }

        string advice = onSomePaths
            ? $"which not every path out of '{task.Scope.Name}' ends; end it in a 'finally'"
            : "which nothing ends; " + TokenAdvice.For(task, waits, model);
        return new Finding(
            DiagnosticDescriptors.UngovernedWait,
            task.Start.NameLocation,
            waits,
            task.Scope,
            task,
            [task.Start.Name, waits[0].Name, advice]);
    }
}
