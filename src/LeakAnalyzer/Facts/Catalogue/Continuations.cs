using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakAnalyzer.Facts.Catalogue;

/// <summary>Tells whether a continuation is skipped for some of the ways in which its task can end: success, exception and cancellation.</summary>
internal static class Continuations
{
    private const TaskContinuationOptions Conditions =
        TaskContinuationOptions.NotOnRanToCompletion | TaskContinuationOptions.NotOnFaulted | TaskContinuationOptions.NotOnCanceled;

    /// <summary>Whether a call starts a continuation that doesn't run after its task has succeeded, such as one that only observes failures.</summary>
    public static bool SkipSuccess(IInvocationOperation call) => (OptionsOf(call) & TaskContinuationOptions.NotOnRanToCompletion) != 0;

    /// <summary>Whether a call starts a continuation that is skipped for at least one of the ways in which its task can end.</summary>
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
