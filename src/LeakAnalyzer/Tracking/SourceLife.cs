namespace LeakAnalyzer.Tracking;

/// <summary>
/// The life (the state at a point of the code) of a <c>CancellationTokenSource</c> that a function makes. The values are ordered from the best to the
/// worst for the code that waits with its token.
/// </summary>
internal enum SourceLife
{
    /// <summary>The source is cancelled.</summary>
    Cancelled,

    /// <summary>The source cancels itself after a time.</summary>
    Bounded,

    /// <summary>Nothing has been done to the source. If this is so at the function's exit, the source is dropped.</summary>
    Live,

    /// <summary>The source is disposed and wasn't cancelled before: nobody can cancel its token any more.</summary>
    Disposed,

    /// <summary>Code that can't be seen may cancel the source.</summary>
    Unknown,
}

/// <summary>Tells how a use changes the life of a source.</summary>
internal static class SourceLives
{
    /// <summary>Gets the life after a use of the source.</summary>
    public static SourceLife After(UseEffect effect, SourceLife life) => (effect, life) switch
    {
        (_, SourceLife.Unknown) or (UseEffect.Unknown or UseEffect.MayEnd, _) => SourceLife.Unknown,
        (UseEffect.Ends, not SourceLife.Disposed) => SourceLife.Cancelled,
        (UseEffect.Bounds, SourceLife.Live) => SourceLife.Bounded,
        (UseEffect.Disposes, SourceLife.Live or SourceLife.Bounded) => SourceLife.Disposed,
        _ => life,
    };
}
