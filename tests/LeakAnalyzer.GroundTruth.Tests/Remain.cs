namespace LeakAnalyzer.GroundTruth;

/// <summary>What a program can leave behind.</summary>
internal enum RemainKind
{
    /// <summary>A task that hasn't completed, or a thread that hasn't ended.</summary>
    Work,

    /// <summary>An operation that nobody waits for any more and that takes the next item or permit.</summary>
    PendingWait,

    /// <summary>A callback with a token of the host's.</summary>
    Registration,

    /// <summary>A timer that hasn't fired.</summary>
    Timer,
}

/// <summary>Something that is left when a program has ended.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">What there is to say about it.</param>
internal sealed record Remain(RemainKind Kind, string Text);
