namespace LeakAnalyzer.Model;

/// <summary>What has become of a channel or promise of the scope. Later is worse for who waits on it.</summary>
internal enum SignalLife
{
    /// <summary>It is completed: whoever waits on it goes on.</summary>
    Completed,

    /// <summary>Nothing has happened to it.</summary>
    Open,

    /// <summary>The scope itself waits for the task that waits on it: what stands behind is reached only when the wait has ended.</summary>
    Stuck,

    /// <summary>It may be completed where that can't be seen.</summary>
    Unknown,
}

/// <summary>How the life of a channel or promise goes on.</summary>
internal static class SignalLives
{
    /// <summary>The life where two paths meet: the worse, so that one path without a completion is enough; and an unknown wins over all.</summary>
    public static SignalLife Merge(SignalLife one, SignalLife other) => one > other ? one : other;

    /// <summary>The same where there may be none on a path.</summary>
    public static SignalLife? Merge(SignalLife? one, SignalLife? other) =>
        one is { } known && other is { } otherKnown ? Merge(known, otherKnown) : one ?? other;

    /// <summary>The life behind a completion.</summary>
    public static SignalLife AfterEnd(SignalLife life) => life == SignalLife.Open ? SignalLife.Completed : life;

    /// <summary>The life behind a join of the task that waits.</summary>
    public static SignalLife AfterJoin(SignalLife life) => life == SignalLife.Open ? SignalLife.Stuck : life;
}
