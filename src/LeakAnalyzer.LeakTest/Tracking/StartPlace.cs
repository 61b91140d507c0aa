namespace LeakAnalyzer.LeakTest.Tracking;

/// <summary>Where a task was started: the frames of a captured stack, from a given frame outwards.</summary>
/// <remarks>If an async method becomes a task at an <c>await</c>, its callers that await it become tasks right after it. One stack serves them all.</remarks>
/// <param name="Frames">The stack.</param>
/// <param name="First">The index of the innermost frame that belongs to the start.</param>
internal sealed record StartPlace(StackFrames Frames, int First)
{
    [ThreadStatic]
    private static StartPlace? t_last;

    [ThreadStatic]
    private static long t_epoch;

    /// <summary>Searches the last stack that was captured on this thread for the start of a task that begins now; null if it isn't there.</summary>
    /// <param name="operation">The runtime's name of the task.</param>
    /// <param name="epoch">The number (<see cref="Watch.Epoch"/>) of the watch of the task. The stack must have been captured for the same watch.</param>
    public static StartPlace? Shared(string operation, long epoch) => t_epoch == epoch ? t_last?.Outwards(operation) : null;

    /// <summary>Captures a new stack for a task that begins now on this thread.</summary>
    public static StartPlace Capture(string operation)
    {
        var frames = StackFrames.Take();
        return new StartPlace(frames, -1).Outwards(operation) ?? new StartPlace(frames, 0);
    }

    /// <summary>Stores where the task that has just begun on this thread was started, for the method that awaits it.</summary>
    public static void Keep(StartPlace? place, string operation, long epoch)
    {
        t_last = operation.StartsWith(StartedTask.AsyncMethod, StringComparison.Ordinal) ? place : null;
        t_epoch = epoch;
    }

    /// <summary>Forgets what <see cref="Keep"/> has stored: the next task that begins on this thread doesn't await the last one.</summary>
    public static void Forget() => t_last = null;

    /// <summary>The start of the task at the next async method outwards on the stack; null if that method isn't the task's.</summary>
    /// <param name="operation">The runtime's name of the task, which contains the name of its method.</param>
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
