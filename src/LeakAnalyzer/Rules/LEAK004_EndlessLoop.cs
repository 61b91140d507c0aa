using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Rules;

/// <summary>LEAK004: a task that nobody awaits runs a loop that nothing ends.</summary>
internal static class EndlessLoop
{
    public const string Id = "LEAK004";

    /// <summary>A rule of its own, because the task doesn't wait for other code: it runs for ever.</summary>
    public static readonly DiagnosticDescriptor Descriptor = DescriptorFactory.Create(
        Id,
        nameof(EndlessLoop),
        title: "A task that nobody awaits runs a loop that nothing ends",
        messageFormat: "The task started by '{0}' is never awaited and runs '{1}', which nothing ends; {2}",
        cause: "The loop has no break, return or throw, no token, and no timer that somebody disposes: the task runs until the process ends, "
            + "and each call of the scope leaves one more.",
        fix: "Give the loop a token that is cancelled when the scope exits or when its owner is disposed.");

    /// <summary>Finds what the rule reports on a task; null if the task has no such loop.</summary>
    public static Finding? Check(StartedTask task, LeakModel model)
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

        return new Finding(
            Descriptor,
            task.Start.NameLocation,
            loops,
            task.Scope,
            task,
            [task.Start.Name, loops[0].Name, TokenAdvice.For(task, loops, model)]);
    }
}
