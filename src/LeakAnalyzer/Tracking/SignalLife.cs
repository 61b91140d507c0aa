namespace LeakAnalyzer.Tracking;

/// <summary>
/// The life (the state at a point of the code) of a channel or promise (<c>TaskCompletionSource</c>) that a function makes. The values are ordered
/// from the best to the worst for the code that waits on it.
/// </summary>
internal enum SignalLife
{
    /// <summary>The signal is completed, which ends the waits on it.</summary>
    Completed,

    /// <summary>Nothing has completed the signal.</summary>
    Open,

    /// <summary>
    /// The function joins the task that waits on the signal before anything has completed the signal. A completion after the join is never reached.
    /// </summary>
    Stuck,

    /// <summary>Code that can't be seen may complete the signal.</summary>
    Unknown,
}

/// <summary>Tells how an act, such as a completion, changes the life of a channel or promise.</summary>
internal static class SignalLives
{
    /// <summary>Gets the life after a completion of the signal.</summary>
    public static SignalLife AfterEnd(SignalLife life) => life == SignalLife.Open ? SignalLife.Completed : life;

    /// <summary>Gets the life after a join of the task that waits on the signal.</summary>
    public static SignalLife AfterJoin(SignalLife life) => life == SignalLife.Open ? SignalLife.Stuck : life;
}
