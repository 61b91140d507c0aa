namespace LeakAnalyzer.Tracking;

/// <summary>
/// What has become of something that a scope has to take care of: a raced operation that it joins or cancels, a source or registration
/// that it disposes. Later is worse.
/// </summary>
internal enum Obligation
{
    /// <summary>It is met: joined, cancelled or disposed.</summary>
    Met,

    /// <summary>It is open: nothing has been done yet.</summary>
    Open,
}

/// <summary>On which paths an obligation stays open.</summary>
internal enum Paths
{
    /// <summary>On none.</summary>
    None,

    /// <summary>On some: others meet it.</summary>
    Some,

    /// <summary>On all: nothing ever meets it.</summary>
    All,
}

/// <summary>How acts change an obligation.</summary>
internal static class Obligations
{
    /// <summary>The obligation after a join, a cancel, a dispose, or a branch on which the operation has completed.</summary>
    public static Obligation AfterSettling(Obligation before) => Obligation.Met;
}
