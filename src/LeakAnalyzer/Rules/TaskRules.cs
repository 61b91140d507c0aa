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
                return finding;
            }
        }

        return null;
    }
}
