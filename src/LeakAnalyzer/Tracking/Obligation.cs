namespace LeakAnalyzer.Tracking;

/// <summary>Whether a function has disposed, joined or cancelled an object, as it must. The values are ordered from the best to the worst.</summary>
internal enum Obligation
{
    /// <summary>The function has joined, cancelled or disposed the object.</summary>
    Met,

    /// <summary>The function hasn't joined, cancelled or disposed the object yet.</summary>
    Open,
}

/// <summary>The paths on which a function doesn't dispose, join or cancel an object as it must.</summary>
internal enum Paths
{
    /// <summary>No such path.</summary>
    None,

    /// <summary>Some paths, but not all.</summary>
    Some,

    /// <summary>All paths.</summary>
    All,
}

/// <summary>Tells how a disposal, for example, changes what a function must do.</summary>
internal static class Obligations
{
    /// <summary>Gets the state after a join, a cancellation or a disposal, or where a branch shows that the operation has completed.</summary>
    public static Obligation AfterSettling(Obligation before) => Obligation.Met;
}
