using System.Collections.Immutable;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Rules;

/// <summary>The one list of the rules. Each rule is a class in a file <c>{id}_{name}.cs</c> beside its page, and holds its descriptor.</summary>
internal static class AllRules
{
    /// <summary>The descriptors of all rules, by id.</summary>
    public static readonly ImmutableArray<DiagnosticDescriptor> Descriptors = ImmutableArray.Create(
        UnusableOption.Descriptor,
        UngovernedWait.Descriptor,
        OutlivesScope.Descriptor,
        SourceNotCancelled.Descriptor,
        EndlessLoop.Descriptor,
        AbandonedWait.Descriptor,
        SignalNotCompleted.Descriptor,
        LostLinkedSource.Descriptor,
        LeftRegistration.Descriptor,
        LingeringDelay.Descriptor,
        OwnerLeavesTask.Descriptor,
        UnseenEnd.Descriptor);

    /// <summary>The rules that fixes are asked about: those about code that are certain enough to be on by default.</summary>
    public static readonly ImmutableArray<string> FixableIds =
        Descriptors.Where(rule => rule.IsEnabledByDefault && rule.Id != UnusableOption.Id).Select(rule => rule.Id).ToImmutableArray();

    /// <summary>The rules about detached tasks. Where several would report on one task, only the first in this order does.</summary>
    private static readonly (DiagnosticDescriptor Descriptor, Func<StartedTask, LeakModel, Finding?> Check)[] s_ofTasks =
    [
        (SignalNotCompleted.Descriptor, SignalNotCompleted.Check),
        (SourceNotCancelled.Descriptor, SourceNotCancelled.Check),
        (UngovernedWait.Descriptor, UngovernedWait.Check),
        (EndlessLoop.Descriptor, EndlessLoop.Check),
        (OutlivesScope.Descriptor, OutlivesScope.Check),
    ];

    /// <summary>What the first of the rules that are on finds on a task; null where none finds anything.</summary>
    public static Finding? FirstOnTask(StartedTask task, LeakModel model, Func<DiagnosticDescriptor, bool> isOn)
    {
        foreach ((DiagnosticDescriptor descriptor, Func<StartedTask, LeakModel, Finding?> check) in s_ofTasks)
        {
            if (isOn(descriptor) && check(task, model) is { } finding)
            {
                if (!IsOfApplication(descriptor, task, model))
                {
                    return finding;
                }

                break;
            }
        }

        if (isOn(OwnerLeavesTask.Descriptor) && OwnedTask.Of(task, model) is { } owned && OwnerLeavesTask.Check(owned, model) is { } left)
        {
            return left;
        }

        return isOn(UnseenEnd.Descriptor) ? UnseenEnd.Check(task, model) : null;
    }

    /// <summary>
    /// Whether a task that starts once in the process is the application's own, or belongs to a type of which it can't be seen how often it is made.
    /// Asked last, where there is something to report.
    /// </summary>
    private static bool IsOfApplication(DiagnosticDescriptor descriptor, StartedTask task, LeakModel model) =>
        descriptor != SignalNotCompleted.Descriptor
        && Lifetimes.Of(task.Scope, task.Start.Call.Syntax, model) switch
        {
            Lifetime.Once => true,
            Lifetime.Unseen => descriptor != SourceNotCancelled.Descriptor,
            _ => false,
        };
}
