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
    /// <summary>The rule's id.</summary>
    public const string Id = "LEAK006";

    /// <summary>The descriptor of the rule.</summary>
    /// <remarks>An id of its own, because no token is missing: the scope owns the channel or promise, and exits without completing it.</remarks>
    public static readonly DiagnosticDescriptor Descriptor = DescriptorFactory.Create(
        Id,
        nameof(SignalNotCompleted),
        title: "A channel or TaskCompletionSource is left uncompleted while a task waits on it",
        messageFormat: "Not every path out of '{0}' completes '{1}', so the task started by '{2}' may wait on '{3}' for ever; {4}",
        description: "The scope made it and nobody else can complete it: on an early return, a break or an exception its reader is never told the end, "
            + "or a writer of a full channel waits for a reader that has left. Complete it on every path.");

    /// <summary>What the rule finds on a task, detached or joined; null where each path ends each wait on a signal of the scope.</summary>
    public static Finding? Check(StartedTask task, LeakModel model)
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

    /// <summary>Whether no token ends the wait when the scope exits.</summary>
    private static bool IsLeftTo(Governor governor, StartedTask task) => governor switch
    {
        Governor.Nothing or Governor.ScopeOnSomePaths => true,
        Governor.Caller => task.Scope.GoesOnAfter(task.Start.Call.Syntax),
        _ => false,
    };

    private static Finding Finding(OpenSignal signal, LeakModel model)
    {
        (StartedTask task, Wait wait, ILocalSymbol local, ExpressionSyntax creation, _) = signal;
        string advice = wait.For == WaitsFor.Room ? "complete its writer in a 'finally', so that a full channel holds nobody"
            : model.Symbols.IsPromise(local.Type) ? "set it in a 'finally'"
            : "complete its writer in a 'finally'";
        return new Finding(
            Descriptor,
            creation.GetLocation(),
            [wait],
            task.Scope,
            signal,
            [task.Scope.Name, local.Name, task.Start.Name, wait.Name, advice]);
    }
}
