using LeakAnalyzer.Summaries;
using LeakAnalyzer.Tasks;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Rules;

/// <summary>The rules about detached tasks, in the order in which one gives way to another.</summary>
internal static class TaskRules
{
    private static readonly (DiagnosticDescriptor Descriptor, Func<DetachedTask, LeakModel, Finding?> Check)[] s_inOrder =
    [
        (DiagnosticDescriptors.SignalNotCompleted, SignalNotCompleted.Check),
        (DiagnosticDescriptors.SourceNotCancelled, SourceNotCancelled.Check),
        (DiagnosticDescriptors.UngovernedWait, UngovernedWait.Check),
        (DiagnosticDescriptors.EndlessLoop, EndlessLoop.Check),
        (DiagnosticDescriptors.OutlivesScope, OutlivesScope.Check),
    ];

    /// <summary>What the first of the rules that are on finds on a task; null where none finds anything.</summary>
    public static Finding? FirstFinding(DetachedTask task, LeakModel model, Func<DiagnosticDescriptor, bool> isOn)
    {
        foreach ((DiagnosticDescriptor descriptor, Func<DetachedTask, LeakModel, Finding?> check) in s_inOrder)
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

        return isOn(DiagnosticDescriptors.UnseenEnd) ? UnseenEnd.Check(task, model) : null;
    }

    /// <summary>
    /// Whether a task that starts once in the process is the application's own, or belongs to a type of which it can't be seen how often it is made.
    /// Asked last, where there is something to report.
    /// </summary>
    private static bool IsOfApplication(DiagnosticDescriptor descriptor, DetachedTask task, LeakModel model) =>
        descriptor != DiagnosticDescriptors.SignalNotCompleted
        && Lifetimes.Of(task.Scope, task.Start.Call.Syntax, model) switch
        {
            Lifetime.Once => true,
            Lifetime.Unseen => descriptor != DiagnosticDescriptors.SourceNotCancelled,
            _ => false,
        };
}
