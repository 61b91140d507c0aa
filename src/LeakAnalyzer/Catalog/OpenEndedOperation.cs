namespace LeakAnalyzer.Catalog;

/// <summary>When an operation of the catalog waits open-endedly.</summary>
internal enum WaitCondition
{
    /// <summary>Whenever no timeout is given.</summary>
    Always,

    /// <summary>When its time is infinite.</summary>
    InfiniteTime,

    /// <summary>When it waits on the handle of a token.</summary>
    OnTokenHandle,
}

/// <summary>One operation that completes only when somebody else acts.</summary>
/// <param name="Resource">The kind of object the wait stands on.</param>
/// <param name="Condition">When it is open-ended.</param>
/// <param name="TellsState">Whether its task only tells a state, so that a wait on it may be abandoned without losing anything.</param>
internal sealed record OpenEndedOperation(
    Resource Resource, WaitCondition Condition = WaitCondition.Always, bool TellsState = false);
