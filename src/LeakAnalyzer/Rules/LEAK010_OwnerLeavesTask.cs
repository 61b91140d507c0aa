using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using LeakAnalyzer.Tracking;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Rules;

/// <summary>LEAK010: a disposable type keeps a running task in a field, and nothing that it does ends the task.</summary>
internal static class OwnerLeavesTask
{
    /// <summary>The rule's id.</summary>
    public const string Id = "LEAK010";

    /// <summary>The descriptor of the rule.</summary>
    /// <remarks>An id of its own, because the task isn't dropped: its owner holds it and has a place to end it, and doesn't.</remarks>
    public static readonly DiagnosticDescriptor Descriptor = DescriptorFactory.Create(
        Id,
        nameof(OwnerLeavesTask),
        title: "A task that a disposable type keeps outlives it",
        messageFormat: "The task started by '{0}' is kept in '{1}', and nothing that '{2}' does ends its '{3}'; cancel a source of its own when '{2}' is disposed",
        description: "The type can be disposed or stopped, but no member of it cancels, completes, closes or joins what its task waits on: the task outlives "
            + "its owner and keeps it in memory, held back at best by a token that the owner was given. Link that token to a source of the type's own, and cancel it on disposal.");

    /// <summary>What the rule finds on a kept task; null where it ends by itself, or where some member may end it.</summary>
    public static Finding? Check(KeptTask kept, LeakModel model)
    {
        StartedTask task = kept.Task;
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
            Descriptor,
            task.Start.NameLocation,
            waits,
            task.Scope,
            kept,
            [task.Start.Name, kept.Keeper.Name, owner, waits[0].Name]);
    }
}
