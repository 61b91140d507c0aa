namespace LeakAnalyzer.Tracking;

/// <summary>
/// Whether a function has done its part for an object: it must dispose a <c>CancellationTokenSource</c> or registration, and join or cancel an
/// operation of a race (<c>Task.WhenAny</c>). The values are ordered from the best to the worst.
/// </summary>
internal enum Obligation
{
    /// <summary>The function has joined, cancelled or disposed the object.</summary>
    Met,

    /// <summary>The function hasn't joined, cancelled or disposed the object yet.</summary>
    Open,
}

/// <summary>The paths on which an obligation stays open.</summary>
internal enum Paths
{
    /// <summary>No path leaves the obligation open.</summary>
    None,

    /// <summary>Some paths leave the obligation open, and other paths meet the obligation.</summary>
    Some,

    /// <summary>All paths leave the obligation open.</summary>
    All,
}

/// <summary>Tells how an act, such as a disposal, changes an obligation.</summary>
internal static class Obligations
{
    /// <summary>
    /// Gets the obligation after a join, a cancellation or a disposal, or on a branch on which the raced operation is known to have completed.
    /// </summary>
    public static Obligation AfterSettling(Obligation before) => Obligation.Met;
}
