namespace LeakAnalyzer.LeakTest.Tracking;

/// <summary>Where a task was started: a stack, from some frame outwards.</summary>
/// <remarks>
/// To take a stack costs more than all the rest. An async method becomes a task when it first waits, and right then so does the one that
/// awaits it, and so on: the stack of the innermost serves them all.
/// </remarks>
/// <param name="Frames">The stack.</param>
/// <param name="First">The index of the innermost frame that belongs to the start.</param>
internal sealed record StartPlace(StackFrames Frames, int First)
{
    [ThreadStatic]
    private static StartPlace? t_last;

    [ThreadStatic]
    private static long t_epoch;

    /// <summary>The place of a task that begins now on this thread, where the last stack tells it; else null.</summary>
    /// <param name="operation">What the runtime calls the task.</param>
    /// <param name="epoch">Tells the flow in which the task begins from others.</param>
    public static StartPlace? Shared(string operation, long epoch) => t_epoch == epoch ? t_last?.Outwards(operation) : null;

    /// <summary>The same by a stack of its own.</summary>
    public static StartPlace Taken(string operation)
    {
        var frames = StackFrames.Take();
        return new StartPlace(frames, -1).Outwards(operation) ?? new StartPlace(frames, 0);
    }

    /// <summary>Keeps the place of the task that has just begun on this thread for who awaits it.</summary>
    public static void Keep(StartPlace? place, string operation, long epoch)
    {
        t_last = operation.StartsWith(StartedTask.AsyncMethod, StringComparison.Ordinal) ? place : null;
        t_epoch = epoch;
    }

    /// <summary>This thread does something else: who begins next isn't who awaits the last one.</summary>
    public static void Forget() => t_last = null;

    /// <summary>The next async method outwards, if that is what begins.</summary>
    private StartPlace? Outwards(string operation)
    {
        for (int i = First + 1; i < Frames.Count; i++)
        {
            if (Frames.StateMachineAt(i) is { } name)
            {
                return operation.AsSpan(StartedTask.AsyncMethod.Length).SequenceEqual(name) ? this with { First = i } : null;
            }
        }

        return null;
    }
}
