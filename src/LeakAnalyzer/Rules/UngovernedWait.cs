using LeakAnalyzer.Model;

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

        Remedy remedy = JoinRemedy.For(task, waits, Remedy.For(task, waits, model), model);
        return new Finding(
            DiagnosticDescriptors.UngovernedWait,
            task.Start.NameLocation,
            waits,
            task.Scope,
            remedy,
            [task.Start.Name, waits[0].Name, Advice(task.Scope, remedy, onSomePaths)]);
    }

    private static string Advice(Scope scope, Remedy remedy, bool onSomePaths) =>
        onSomePaths ? $"which not every path out of '{scope.Name}' ends; end it in a 'finally'"
        : remedy.PassesToken ? $"which nothing ends; pass '{remedy.Token}' to it"
        : remedy.ScopeGoesOn ? $"which nothing ends; give it a token that is cancelled when '{scope.Name}' exits"
        : "which nothing ends; give it a token that its owner cancels";
}
