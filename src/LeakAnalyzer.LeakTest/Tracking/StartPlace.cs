using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace LeakAnalyzer.LeakTest.Tracking;

/// <summary>Where a task was started: a stack, from some frame outwards.</summary>
/// <remarks>
/// To take a stack costs more than all the rest. An async method becomes a task when it first waits, and right then so does the one that
/// awaits it, and so on: the stack of the innermost serves them all.
/// </remarks>
/// <param name="Stack">The stack.</param>
/// <param name="First">The index of the innermost frame that belongs to the start.</param>
internal sealed record StartPlace(StackTrace Stack, int First)
{
    [ThreadStatic]
    private static StartPlace? t_last;

    [ThreadStatic]
    private static long t_epoch;

    /// <summary>The place of a task that begins now on this thread; null where it isn't known and isn't wanted.</summary>
    /// <param name="operation">What the runtime calls the task.</param>
    /// <param name="isWanted">Whether a stack is to be taken if there is none.</param>
    /// <param name="epoch">Tells the flow in which the task begins from others.</param>
    public static StartPlace? Find(string operation, bool isWanted, long epoch)
    {
        StartPlace? place = t_epoch == epoch ? t_last?.Outwards(operation) : null;
        if (place is null && isWanted)
        {
            var stack = new StackTrace(fNeedFileInfo: false);
            place = new StartPlace(stack, -1).Outwards(operation) ?? new StartPlace(stack, 0);
        }

        t_last = operation.StartsWith(StartedTask.AsyncMethod, StringComparison.Ordinal) ? place : null;
        t_epoch = epoch;
        return place;
    }

    /// <summary>This thread does something else: who begins next isn't who awaits the last one.</summary>
    public static void Forget() => t_last = null;

    /// <summary>The next async method outwards, if that is what begins.</summary>
    private StartPlace? Outwards(string operation)
    {
        for (int i = First + 1; i < Stack.FrameCount; i++)
        {
            if (Stack.GetFrame(i)?.GetMethod() is { Name: nameof(IAsyncStateMachine.MoveNext), DeclaringType: { } type }
                && typeof(IAsyncStateMachine).IsAssignableFrom(type))
            {
                return operation.AsSpan(StartedTask.AsyncMethod.Length).SequenceEqual(type.Name) ? this with { First = i } : null;
            }
        }

        return null;
    }
}
