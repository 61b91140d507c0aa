using System.Collections.Immutable;
using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Rules;

/// <summary>
/// The list of all rules. Each rule is a class in a file <c>{id}_{name}.cs</c> next to the rule's page, and the class contains the rule's descriptor.
/// </summary>
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

    /// <summary>The descriptors of the rules about code: all but the one about options.</summary>
    public static readonly ImmutableArray<DiagnosticDescriptor> AboutCode = Descriptors.Remove(UnusableOption.Descriptor);

    /// <summary>The ids of the rules whose reports may have a fix: all rules about code that are on by default.</summary>
    public static readonly ImmutableArray<string> FixableIds =
        AboutCode.Where(rule => rule.IsEnabledByDefault).Select(rule => rule.Id).ToImmutableArray();

    /// <summary>
    /// The rules about detached tasks (those that nobody awaits), in order. If several of these rules would report the same task, only the first one
    /// does.
    /// </summary>
    private static readonly (DiagnosticDescriptor Descriptor, Func<StartedTask, LeakModel, Finding?> Check)[] s_ofTasks =
    [
        (SignalNotCompleted.Descriptor, SignalNotCompleted.Check),
        (SourceNotCancelled.Descriptor, SourceNotCancelled.Check),
        (UngovernedWait.Descriptor, UngovernedWait.Check),
        (EndlessLoop.Descriptor, EndlessLoop.Check),
        (OutlivesScope.Descriptor, OutlivesScope.Check),
    ];

    /// <summary>
    /// Gets the finding on a detached task: that of the first enabled rule which has one, with LEAK010 and LEAK011 as the last rules. Null if no rule
    /// has one, or if LEAK003 reports a <c>CancellationTokenSource</c> instead of the task that depends on the source.
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
    /// Gets the finding on a <c>CancellationTokenSource</c> or a signal (a channel or promise) that a function passes to a method which starts a task
    /// with it. A signal is reported here only if the function completes it on some paths, and only the type's own code can call the method. Other
    /// signals are judged where the method starts the task.
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
    /// Whether a rule has to be silent about a task because the task is started only once in the process, or because it can't be seen how often the
    /// type that starts the task is created. This check is expensive, so it is made last, and only if the rule has a finding.
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
