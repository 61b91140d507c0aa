namespace LeakAnalyzer.LeakTest.Tracking;

/// <summary>A task that was started and has not completed.</summary>
/// <param name="id">The task's id.</param>
/// <param name="operation">The runtime's name of the task: one of the prefixes below and the name of a method.</param>
/// <param name="watch">The innermost <see cref="Tracking.Watch"/> in whose execution context the task was started; null if there was none.</param>
/// <param name="epoch">The number of watches that had been started before the task.</param>
/// <param name="starter">The task whose delegate started this task; null if it was started outside any delegate of a task.</param>
/// <param name="place">Where the task was started; null if no stack was captured.</param>
internal sealed class StartedTask(int id, string operation, Watch? watch, long epoch, StartedTask? starter, StartPlace? place)
{
    public const string AsyncMethod = "Async: ";
    public const string Delegate = "Task: ";
    public const string Continuation = "Task.ContinueWith: ";

    private readonly long _begin = Environment.TickCount64;

    public int Id => id;

    public string Operation => operation;

    public Watch? Watch => watch;

    public long Epoch => epoch;

    public StartedTask? Starter => starter;

    public StartPlace? Place => place;

    public TimeSpan Age => TimeSpan.FromMilliseconds(Environment.TickCount64 - _begin);

    /// <summary>Whether the task was started during a <see cref="Pause"/>.</summary>
    public bool IsOfPause { get; init; }

    /// <summary>Whether a check has reported the task, or was configured to ignore it.</summary>
    public bool IsSettled { get; set; }

    /// <summary>The task for which this task waits, and with which it was reported.</summary>
    public StartedTask? ReportedWith { get; set; }

    /// <summary>
    /// The report that an earlier check has made about the task, or null. The task may have been collected since, and then can't be examined again.
    /// </summary>
    public LeakedTask? Report { get; set; }
}
