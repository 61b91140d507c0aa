namespace LeakAnalyzer;

/// <summary>The ids of all rules, in one place so that the fixes and the tests can name them.</summary>
public static class DiagnosticIds
{
    /// <summary>An option in <c>.editorconfig</c> can't be used.</summary>
    public const string UnusableOption = "LEAK000";

    /// <summary>A detached task waits open-endedly and nothing governs the wait.</summary>
    public const string UngovernedWait = "LEAK001";

    /// <summary>A detached task that only the caller's token can end outlives the scope that needed it.</summary>
    public const string OutlivesScope = "LEAK002";

    /// <summary>A source that governs a detached task is disposed or dropped, not cancelled, on some path.</summary>
    public const string SourceNotCancelled = "LEAK003";

    /// <summary>A detached task runs a loop that nothing ends.</summary>
    public const string EndlessLoop = "LEAK004";

    /// <summary>An open-ended wait is raced and abandoned.</summary>
    public const string AbandonedWait = "LEAK005";

    /// <summary>A channel or promise of the scope is not completed on some path, while a task waits on it.</summary>
    public const string SignalNotCompleted = "LEAK006";

    /// <summary>A linked source is dropped or left undisposed.</summary>
    public const string LostLinkedSource = "LEAK007";

    /// <summary>A registration on a token that outlives the scope is dropped or left undisposed.</summary>
    public const string LeftRegistration = "LEAK008";

    /// <summary>A finite delay loses a race and nothing cancels it.</summary>
    public const string LingeringDelay = "LEAK009";

    /// <summary>A disposable type keeps a running task in a field, and its disposal does not end it.</summary>
    public const string OwnerLeavesTask = "LEAK010";

    /// <summary>It can't be seen that a detached task ends; off by default.</summary>
    public const string UnseenEnd = "LEAK011";
}
