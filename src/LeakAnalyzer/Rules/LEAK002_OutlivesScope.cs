using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Rules;

/// <summary>
/// LEAK002: only the caller's token can end a detached task (one that nobody awaits), and the scope (the function that starts the task) goes on
/// working after it has started the task.
/// </summary>
internal static class OutlivesScope
{
    public const string Id = "LEAK002";

    /// <summary>The descriptor of the rule.</summary>
    /// <remarks>
    /// This is a rule apart from LEAK001 because the task does end, when the scope's caller cancels the token. Whether that is too late depends on
    /// the purpose of the scope.
    /// </remarks>
    public static readonly DiagnosticDescriptor Descriptor = DescriptorFactory.Create(
        Id,
        nameof(OutlivesScope),
        title: "A task that nobody awaits outlives the scope that needed it",
        messageFormat: "The task started by '{0}' is never awaited and goes on with '{1}' when {2} has exited: only '{3}' ends it, which its caller may never cancel; "
            + "link a CancellationTokenSource to '{3}' that is cancelled when {2} exits",
        cause: "The scope goes on working after the start, and when it is done its task is not: only the caller's token ends it. Each call of "
            + "the scope leaves one more task until the caller cancels.",
        fix: "Link a CancellationTokenSource to the token, give its token to the task, and cancel it when the scope exits.");

    /// <summary>
    /// Finds what the rule reports on a task: the waits that only the caller's token ends. Null if there are none, or if the scope (the function that
    /// starts the task) is the entry point or does no more work after it has started the task.
    /// </summary>
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

        return new Finding(
            Descriptor,
            task.Start.NameLocation,
            waits,
            task.Scope,
            task,
            [task.Start.Name, waits[0].Name, task.Scope.QuotedName, waits[0].Token.GivenName]);
    }
}
