using System.Collections.Immutable;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Rules;

/// <summary>The list of all rules.</summary>
internal static class AllRules
{
    /// <summary>The descriptors of all rules, ordered by id.</summary>
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

    /// <summary>The descriptors of all rules except the one about options.</summary>
    public static readonly ImmutableArray<DiagnosticDescriptor> AboutCode = Descriptors.Remove(UnusableOption.Descriptor);

    /// <summary>The ids of the rules whose reports may have a fix.</summary>
    public static readonly ImmutableArray<string> FixableIds =
        AboutCode.Where(rule => rule.IsEnabledByDefault).Select(rule => rule.Id).ToImmutableArray();

    /// <summary>The rules about tasks that nobody awaits. Only the first one that finds something reports the task.</summary>
    private static readonly (DiagnosticDescriptor Descriptor, Func<StartedTask, LeakModel, Finding?> Check)[] s_ofTasks =
    [
        (SignalNotCompleted.Descriptor, SignalNotCompleted.Check),
        (SourceNotCancelled.Descriptor, SourceNotCancelled.Check),
        (UngovernedWait.Descriptor, UngovernedWait.Check),
        (EndlessLoop.Descriptor, EndlessLoop.Check),
        (OutlivesScope.Descriptor, OutlivesScope.Check),
    ];

    /// <summary>
    /// Gets what the first enabled rule reports on a task that nobody awaits; null if none does, or if LEAK003 reports a <c>CancellationTokenSource</c>
    /// instead.
    /// </summary>
    public static Finding? FirstOnTask(StartedTask task, LeakModel model, Func<DiagnosticDescriptor, bool> isOn)
    {
        foreach ((DiagnosticDescriptor descriptor, Func<StartedTask, LeakModel, Finding?> check) in s_ofTasks)
        {
            if (isOn(descriptor) && check(task, model) is { } finding)
            {
                if (finding.Descriptor != SignalNotCompleted.Descriptor && finding.Descriptor != SourceNotCancelled.Descriptor && isOn(SourceNotCancelled.Descriptor) && FieldSources.ReportsWaitOf(task, model))
                {
                    return null; // LEAK003 reports the cancellation source instead of the task
                }

                if (!IsOfApplication(descriptor, task, model))
                {
                    return finding;
                }

                break;
            }
        }

        if (isOn(OwnerLeavesTask.Descriptor) && OwnedTask.Of(task, model) is { } owned && OwnerLeavesTask.Check(owned, model) is { } left)
        {
            return isOn(SourceNotCancelled.Descriptor) && FieldSources.ReportsWaitOf(task, model) ? null : left;
        }

        return isOn(UnseenEnd.Descriptor) ? UnseenEnd.Check(task, model) : null;
    }

    /// <summary>
    /// Gets what LEAK006 or LEAK003 reports on an object, such as a <c>CancellationTokenSource</c>, that a function passes to a method which starts a
    /// task with it.
    /// </summary>
    public static Finding? OnHeld(StartedTask task, LeakModel model, Func<DiagnosticDescriptor, bool> isOn)
    {
        if (isOn(SignalNotCompleted.Descriptor)
            && PrivateCalls.AreAll(task.Start.Call.TargetMethod.OriginalDefinition)
            && task.Waits.Any(governed => governed.ByObject == Governor.ScopeOnSomePaths)
            && SignalNotCompleted.Check(task, model) is { } signal)
        {
            return signal;
        }

        return isOn(SourceNotCancelled.Descriptor) && SourceNotCancelled.Check(task, model) is { } source && !IsOfApplication(source.Descriptor, task, model) ? source : null;
    }

    /// <summary>
    /// Whether a rule must be silent because the task is started only once in the process, or may be. This is expensive, so it is asked last.
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
