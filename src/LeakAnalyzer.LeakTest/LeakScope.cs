namespace LeakAnalyzer.LeakTest;

/// <summary>Whose tasks a <see cref="LeakCheck"/> counts.</summary>
public enum LeakScope
{
    /// <summary>
    /// The tasks that the checked code starts, however deep and on whatever thread, as far as the <see cref="ExecutionContext"/>
    /// flows. Tests that run at the same time don't see each other's tasks.
    /// </summary>
    Flow,

    /// <summary>All tasks that anything in the process starts while the check is open. Nothing else should run meanwhile.</summary>
    Process,
}
