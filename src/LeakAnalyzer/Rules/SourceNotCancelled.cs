using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;

namespace LeakAnalyzer.Rules;

/// <summary>LEAK003: the scope's own source was to end a detached task, and some path disposes or drops it without cancelling it.</summary>
internal static class SourceNotCancelled
{
    /// <summary>What the rule finds on a task; null where each of its waits is ended, or none has a source of the scope.</summary>
    public static Finding? Check(DetachedTask task, LeakModel model)
    {
        List<GovernedWait>? waits = null;
        foreach (GovernedWait governed in task.Waits)
        {
            if (governed.LostSource is not null && IsLost(governed.Governor, task.Scope, task.Start))
            {
                (waits ??= []).Add(governed);
            }
        }

        if (waits is null || waits[0].LostSource is not { Locations: [var location, ..] } source)
        {
            return null;
        }

        return new Finding(
            DiagnosticDescriptors.SourceNotCancelled,
            location,
            waits.ConvertAll(governed => governed.Wait),
            task.Scope,
            new LostSource(task, source),
            [task.Scope.Name, source.Name, task.Start.Name, waits[0].Wait.Name]);
    }

    /// <summary>A source that is dropped while the caller's token still reaches it is lost only where the scope goes on: elsewhere that token is the work's lifetime.</summary>
    private static bool IsLost(Governor governor, Scope scope, TaskStart start) => governor switch
    {
        Governor.Nothing or Governor.ScopeOnSomePaths => true,
        Governor.Caller => !scope.IsEntryPoint && scope.GoesOnAfter(start.Call.Syntax),
        _ => false,
    };
}
