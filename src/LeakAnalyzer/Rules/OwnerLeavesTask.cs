using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;

namespace LeakAnalyzer.Rules;

/// <summary>LEAK010: a disposable type keeps a running task in a field, and nothing that it does ends the task.</summary>
internal static class OwnerLeavesTask
{
    /// <summary>What the rule finds on a kept task; null where it ends by itself, or where some member may end it.</summary>
    public static Finding? Check(KeptTask kept, LeakModel model)
    {
        DetachedTask task = kept.Task;
        var waits = new List<Wait>();
        foreach (GovernedWait governed in task.Waits)
        {
            bool isLeft = governed.Governor is Governor.Nothing or Governor.ScopeOnSomePaths or Governor.Caller or Governor.TypesGiver
                && (governed.Wait.Loop is { } loop
                    ? loop.Awaits && !kept.MayBeEndedThrough(loop, governed.Wait, model)
                    : !kept.SetsWhatIsAskedAround(governed.Wait, model));
            if (!isLeft)
            {
                return null;
            }

            waits.Add(governed.Wait);
        }

        string owner = kept.Keeper.ContainingType.Name;
        return new Finding(
            DiagnosticDescriptors.OwnerLeavesTask,
            task.Start.NameLocation,
            waits,
            task.Scope,
            kept,
            [task.Start.Name, kept.Keeper.Name, owner, waits[0].Name]);
    }
}
