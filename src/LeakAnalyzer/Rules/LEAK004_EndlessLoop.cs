using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Rules;

/// <summary>LEAK004: a detached task runs a loop that has no way out, and nothing can end it.</summary>
internal static class EndlessLoop
{
    /// <summary>The rule's id.</summary>
    public const string Id = "LEAK004";

    /// <summary>The descriptor of the rule.</summary>
    /// <remarks>An id of its own, because nothing is waited for: the task runs and costs time for ever, and its remedy is a way out of the loop.</remarks>
    public static readonly DiagnosticDescriptor Descriptor = DescriptorFactory.Create(
        Id,
        nameof(EndlessLoop),
        title: "A task that nobody awaits runs a loop that nothing ends",
        messageFormat: "The task started by '{0}' is never awaited and runs '{1}', which nothing ends; {2}",
        description: "The loop has no break, return or throw, no token, and no timer that somebody disposes: the task runs until the process ends, "
            + "and each call of the scope leaves one more. Give the loop a token that is cancelled when the scope exits or its owner is disposed.");

    /// <summary>What the rule finds on a task; null where it has no such loop.</summary>
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
