using LeakAnalyzer.Catalog;

namespace LeakAnalyzer.Model;

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

    /// <summary>It may be cancelled where that can't be seen.</summary>
    Unknown,
}

/// <summary>How the life of a source goes on.</summary>
internal static class SourceLives
{
    /// <summary>The life where two paths meet: the worse, so that one path without a cancel is enough; and an unknown wins over all.</summary>
    public static SourceLife Merge(SourceLife one, SourceLife other) => one > other ? one : other;

    /// <summary>The same where there may be no source on a path.</summary>
    public static SourceLife? Merge(SourceLife? one, SourceLife? other) =>
        one is { } known && other is { } otherKnown ? Merge(known, otherKnown) : one ?? other;

    /// <summary>The life behind a use of the source.</summary>
    public static SourceLife After(UseEffect effect, SourceLife life) => (effect, life) switch
    {
        (_, SourceLife.Unknown) or (UseEffect.Unknown, _) => SourceLife.Unknown,
        (UseEffect.Ends, not SourceLife.Disposed) => SourceLife.Cancelled,
        (UseEffect.Bounds, SourceLife.Live) => SourceLife.Bounded,
        (UseEffect.Disposes, SourceLife.Live or SourceLife.Bounded) => SourceLife.Disposed,
        _ => life,
    };
}
