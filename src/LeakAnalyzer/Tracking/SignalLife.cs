namespace LeakAnalyzer.Tracking;

/// <summary>
/// The state of a channel or <c>TaskCompletionSource</c> at a point of the code. The values are ordered from the best to the worst for the code that
/// waits on it.
/// </summary>
internal enum SignalLife
{
    /// <summary>It is completed, which ends the waits on it.</summary>
    Completed,

    /// <summary>Nothing has completed it.</summary>
    Open,

    /// <summary>The function waits for the task that waits on it, but hasn't completed it before. A completion after that is never reached.</summary>
    Stuck,

    /// <summary>Code that can't be seen may complete it.</summary>
    Unknown,
}

/// <summary>Tells how the state of a channel or <c>TaskCompletionSource</c> changes.</summary>
internal static class SignalLives
{
    /// <summary>Gets the state after a completion.</summary>
    public static SignalLife AfterEnd(SignalLife life) => life == SignalLife.Open ? SignalLife.Completed : life;

    /// <summary>Gets the state after the function waits for the task that waits on the channel or <c>TaskCompletionSource</c>.</summary>
    public static SignalLife AfterJoin(SignalLife life) => life == SignalLife.Open ? SignalLife.Stuck : life;
}
