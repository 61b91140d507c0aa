namespace LeakAnalyzer.Tracking;

/// <summary>What has become of a <c>CancellationTokenSource</c> of the scope. Later is worse for who waits on its token.</summary>
internal enum SourceLife
{
    /// <summary>It is cancelled.</summary>
    Cancelled,

    /// <summary>It cancels itself after a time.</summary>
    Bounded,

    /// <summary>Nothing has happened to it: at the scope's exit it is dropped.</summary>
    Live,

    /// <summary>It is disposed without having been cancelled: nobody can cancel its token any more.</summary>
    Disposed,

    /// <summary>It may be cancelled by code that can't be seen.</summary>
    Unknown,
}

/// <summary>How acts change the life of a source.</summary>
internal static class SourceLives
{
    /// <summary>The life after a use of the source.</summary>
    public static SourceLife After(UseEffect effect, SourceLife life) => (effect, life) switch
    {
        (_, SourceLife.Unknown) or (UseEffect.Unknown or UseEffect.MayEnd, _) => SourceLife.Unknown,
        (UseEffect.Ends, not SourceLife.Disposed) => SourceLife.Cancelled,
        (UseEffect.Bounds, SourceLife.Live) => SourceLife.Bounded,
        (UseEffect.Disposes, SourceLife.Live or SourceLife.Bounded) => SourceLife.Disposed,
        _ => life,
    };
}
