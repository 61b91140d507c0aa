using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Rules;

/// <summary>
/// LEAK002: only the caller's token can end a task that nobody awaits, and the function that starts the task goes on working after the start.
/// </summary>
internal static class OutlivesScope
{
    public const string Id = "LEAK002";

    /// <summary>A rule of its own, because the task does end when the caller cancels.</summary>
    public static readonly DiagnosticDescriptor Descriptor = DescriptorFactory.Create(
        Id,
        nameof(OutlivesScope),
        title: "A task that nobody awaits outlives the scope that needed it",
        messageFormat: "The task started by '{0}' is never awaited and goes on with '{1}' when {2} has exited: only '{3}' ends it, which its caller may never cancel; "
            + "link a CancellationTokenSource to '{3}' that is cancelled when {2} exits",
        cause: "The scope goes on working after the start, and when it is done its task is not: only the caller's token ends it. Each call of "
            + "the scope leaves one more task until the caller cancels.",
        fix: "Link a CancellationTokenSource to the token, give its token to the task, and cancel it when the scope exits.");

    /// <summary>Finds what the rule reports on a task: the waits that only the caller's token ends; null if there are none.</summary>
    public static Finding? Check(StartedTask task, LeakModel model)
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

        if (waits.TrueForAll(wait => EndsBeforeExit(wait, task, model)))
        {
            return null;
        }

        return new Finding(
            Descriptor,
            task.Start.NameLocation,
            waits,
            task.Scope,
            task,
            [task.Start.Name, waits[0].Name, task.Scope.QuotedName, waits[0].Token.GivenName]);
    }

    /// <summary>Whether the scope waits for the cancellation that ends the wait too.</summary>
    private static bool EndsBeforeExit(Wait wait, StartedTask task, LeakModel model) =>
        wait.Token.Cancellers is [{ Kind: CancellerKind.Giver, Symbol: IParameterSymbol token }]
        && CallersToken.IsCancelledAtExit(token, task.Start.Call.Syntax, task.Scope, model);
}
