using LeakAnalyzer.Model;

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

        Remedy remedy = JoinRemedy.For(task, loops, Remedy.For(task, loops, model), model);
        return new Finding(
            DiagnosticDescriptors.EndlessLoop,
            task.Start.NameLocation,
            loops,
            task.Scope,
            remedy,
            [task.Start.Name, loops[0].Name, Advice(task.Scope, remedy)]);
    }

    private static string Advice(Scope scope, Remedy remedy) =>
        remedy.PassesToken ? $"pass '{remedy.Token}' to it"
        : remedy.ScopeGoesOn ? $"give it a token that is cancelled when '{scope.Name}' exits"
        : "give it a token that its owner cancels";
}
