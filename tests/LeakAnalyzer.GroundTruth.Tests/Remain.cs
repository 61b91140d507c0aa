namespace LeakAnalyzer.GroundTruth;

/// <summary>The kinds of things that a program can leave when it has ended.</summary>
internal enum RemainKind
{
    /// <summary>A task that hasn't completed, or a thread that hasn't ended.</summary>
    Work,

    /// <summary>A pending operation that nobody waits for any more, and that will take the next item or permit.</summary>
    PendingWait,

    /// <summary>A callback on a token of the host.</summary>
    Registration,

    /// <summary>A timer that hasn't fired.</summary>
    Timer,
}

/// <summary>Something that is left when a program has ended.</summary>
/// <param name="Kind">The kind of thing.</param>
/// <param name="Text">A description.</param>
internal sealed record Remain(RemainKind Kind, string Text);
