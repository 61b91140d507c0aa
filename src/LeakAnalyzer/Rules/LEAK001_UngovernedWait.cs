using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Rules;

/// <summary>LEAK001: a task that nobody awaits waits for something that may never come, and nothing ends the wait.</summary>
internal static class UngovernedWait
{
    public const string Id = "LEAK001";

    /// <summary>A rule of its own, because nothing at all can end the wait.</summary>
    public static readonly DiagnosticDescriptor Descriptor = DescriptorFactory.Create(
        Id,
        nameof(UngovernedWait),
        title: "A task that nobody awaits waits for something that may never come",
        messageFormat: "The task started by '{0}' is never awaited and waits on '{1}', {2}",
        cause: "The task waits for what only other code brings about (an item, a signal, a connection), and nothing ends that wait. The task "
            + "never completes: its 'finally' blocks never run, and each call of the scope leaves one more.",
        fix: "Give the wait a token that is cancelled when the scope exits or when its owner is disposed, or await the task.");

    /// <summary>Finds what the rule reports on a task; null if each of its waits may end.</summary>
    public static Finding? Check(StartedTask task, LeakModel model)
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

        string advice = onSomePaths
            ? $"which not every path out of {task.Scope.QuotedName} ends; end it in a 'finally'"
            : "which nothing ends; " + TokenAdvice.For(task, waits, model);
        return new Finding(
            Descriptor,
            task.Start.NameLocation,
            waits,
            task.Scope,
            task,
            [task.Start.Name, waits[0].Name, advice]);
    }
}
