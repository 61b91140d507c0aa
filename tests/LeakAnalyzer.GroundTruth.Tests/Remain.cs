namespace LeakAnalyzer.GroundTruth;

/// <summary>What a program can leave behind when it has ended.</summary>
internal enum RemainKind
{
    /// <summary>A task that hasn't completed, or a thread that hasn't ended.</summary>
    Work,

    /// <summary>A pending operation whose result nobody will use, and that will take the next item or permit.</summary>
    PendingWait,

    /// <summary>A callback on <see cref="World.Token"/>.</summary>
    Registration,

    /// <summary>A timer that hasn't fired.</summary>
    Timer,
}

/// <summary>Something that a program has left behind, with a description for the message of the failed test.</summary>
internal sealed record Remain(RemainKind Kind, string Text);
