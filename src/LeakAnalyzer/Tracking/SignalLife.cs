namespace LeakAnalyzer.Tracking;

/// <summary>What has become of a channel or promise of the scope. Later is worse for who waits on it.</summary>
internal enum SignalLife
{
    /// <summary>It is completed: whoever waits on it goes on.</summary>
    Completed,

    /// <summary>Nothing has happened to it.</summary>
    Open,

    /// <summary>The scope itself waits for the task that waits on it: what comes after is reached only when the wait has ended.</summary>
    Stuck,

    /// <summary>It may be completed by code that can't be seen.</summary>
    Unknown,
}

/// <summary>How acts change the life of a channel or promise.</summary>
internal static class SignalLives
{
    /// <summary>The life after a completion.</summary>
    public static SignalLife AfterEnd(SignalLife life) => life == SignalLife.Open ? SignalLife.Completed : life;

    /// <summary>The life after a join of the task that waits.</summary>
    public static SignalLife AfterJoin(SignalLife life) => life == SignalLife.Open ? SignalLife.Stuck : life;
}
