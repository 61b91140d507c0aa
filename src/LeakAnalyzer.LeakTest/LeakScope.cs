namespace LeakAnalyzer.LeakTest;

/// <summary>Which tasks a <see cref="LeakCheck"/> counts.</summary>
public enum LeakScope
{
    /// <summary>
    /// The tasks that the checked code starts, directly or indirectly and on any thread, as far as the <see cref="ExecutionContext"/> flows. Tests
    /// that run at the same time don't affect each other.
    /// </summary>
    Flow,

    /// <summary>All tasks that are started in the process while the check is open. No unrelated code should run at the same time.</summary>
    Process,
}
