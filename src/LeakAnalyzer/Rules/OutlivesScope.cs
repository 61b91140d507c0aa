using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;

namespace LeakAnalyzer.Rules;

/// <summary>LEAK002: only the caller's token can end a detached task, and the scope goes on working behind the start.</summary>
internal static class OutlivesScope
{
    /// <summary>What the rule finds on a task; null where something else ends it too, or the scope only starts it.</summary>
    public static Finding? Check(DetachedTask task, LeakModel model)
    {
        List<Wait>? waits = null;
        foreach (GovernedWait governed in task.Waits)
        {
            if (governed.IsLeftToCaller)
            {
                (waits ??= []).Add(governed.Wait);
            }
        }

        if (waits is null || task.Scope.IsEntryPoint || !task.Scope.GoesOnAfter(task.Start.Call.Syntax))
        {
            return null;
        }

        return new Finding(
            DiagnosticDescriptors.OutlivesScope,
            task.Start.NameLocation,
            waits,
            task.Scope,
            task,
            [task.Start.Name, waits[0].Name, task.Scope.Name, waits[0].Token.GivenName]);
    }
}
