using LeakAnalyzer.Facts;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakAnalyzer.Rules;

/// <summary>LEAK006: a channel or promise that the scope makes is not completed on some path, while a task waits on it.</summary>
internal static class SignalNotCompleted
{
    /// <summary>What the rule finds on a task, joined or not; null where each wait on something of the scope's own is ended on each path.</summary>
    public static Finding? Check(DetachedTask task, LeakModel model)
    {
        var signals = new ScopeSignals(task.Scope, task.Start.Call.Syntax, model);
        foreach (GovernedWait governed in task.Waits)
        {
            if (IsLeftTo(governed.ByToken, task)
                && ScopeSignals.Of(governed.Wait, task.Scope, model) is (var local, var creation)
                && signals.LifeAtExit(governed.Wait, local, creation) is var life and (SignalLife.Open or SignalLife.Stuck))
            {
                return Finding(new OpenSignal(task, governed.Wait, local, creation, life), model);
            }
        }

        return null;
    }

    /// <summary>Whether no token ends the wait with the scope.</summary>
    private static bool IsLeftTo(Governor governor, DetachedTask task) => governor switch
    {
        Governor.Nothing or Governor.ScopeOnSomePaths => true,
        Governor.Caller => task.Scope.GoesOnAfter(task.Start.Call.Syntax),
        _ => false,
    };

    private static Finding Finding(OpenSignal signal, LeakModel model)
    {
        (DetachedTask task, Wait wait, ILocalSymbol local, ExpressionSyntax creation, _) = signal;
        string advice = wait.For == WaitsFor.Room ? "complete its writer in a 'finally', so that a full channel holds nobody"
            : model.Symbols.IsPromise(local.Type) ? "set it in a 'finally'"
            : "complete its writer in a 'finally'";
        return new Finding(
            DiagnosticDescriptors.SignalNotCompleted,
            creation.GetLocation(),
            [wait],
            task.Scope,
            signal,
            [task.Scope.Name, local.Name, task.Start.Name, wait.Name, advice]);
    }
}
