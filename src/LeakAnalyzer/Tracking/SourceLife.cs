namespace LeakAnalyzer.Tracking;

/// <summary>
/// The state of a <c>CancellationTokenSource</c> at a point of the code. The values are ordered from the best to the worst for the code that waits with
/// its token.
/// </summary>
internal enum SourceLife
{
    /// <summary>The source is cancelled.</summary>
    Cancelled,

    /// <summary>The source cancels itself after a time.</summary>
    Bounded,

    /// <summary>Nothing has been done to the source.</summary>
    Live,

    /// <summary>The source is disposed and wasn't cancelled before: nobody can cancel its token any more.</summary>
    Disposed,

    /// <summary>Code that can't be seen may cancel the source.</summary>
    Unknown,
}

/// <summary>Tells how a use changes the state of a source.</summary>
internal static class SourceLives
{
    /// <summary>Gets the state after a use of the source.</summary>
    public static SourceLife After(UseEffect effect, SourceLife life) => (effect, life) switch
    {
        (_, SourceLife.Unknown) or (UseEffect.Unknown or UseEffect.MayEnd, _) => SourceLife.Unknown,
        (UseEffect.Ends, not SourceLife.Disposed) => SourceLife.Cancelled,
        (UseEffect.Bounds, SourceLife.Live) => SourceLife.Bounded,
        (UseEffect.Disposes, SourceLife.Live or SourceLife.Bounded) => SourceLife.Disposed,
        _ => life,
    };
}
