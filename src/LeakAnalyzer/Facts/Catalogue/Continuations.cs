using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Facts.Catalogue;

/// <summary>Tells from the options of a continuation after which ends of its task the continuation runs.</summary>
internal static class Continuations
{
    private const TaskContinuationOptions Conditions =
        TaskContinuationOptions.NotOnRanToCompletion | TaskContinuationOptions.NotOnFaulted | TaskContinuationOptions.NotOnCanceled;

    /// <summary>Whether a call starts a continuation that doesn't run after its task has succeeded, such as one that only observes failures.</summary>
    public static bool SkipSuccess(IInvocationOperation call) => (OptionsOf(call) & TaskContinuationOptions.NotOnRanToCompletion) != 0;

    /// <summary>Whether a call starts a continuation that doesn't run after each end of its task.</summary>
    public static bool HaveConditions(IInvocationOperation call) => (OptionsOf(call) & Conditions) != 0;

    private static TaskContinuationOptions OptionsOf(IInvocationOperation call)
    {
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument.Value is { Type: { TypeKind: TypeKind.Enum, Name: nameof(TaskContinuationOptions) }, ConstantValue: { HasValue: true, Value: int options } })
            {
                return (TaskContinuationOptions)options;
            }
        }

        return TaskContinuationOptions.None;
    }
}
