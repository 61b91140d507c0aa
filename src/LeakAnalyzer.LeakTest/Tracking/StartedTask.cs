namespace LeakAnalyzer.LeakTest.Tracking;

/// <summary>Work that was started and has not completed.</summary>
/// <param name="id">The task's id.</param>
/// <param name="operation">What the runtime calls it: one of the prefixes below, and a method's name.</param>
/// <param name="watch">The innermost watch in whose flow it was started; null where it was in none.</param>
/// <param name="epoch">How many watches had been started before.</param>
/// <param name="starter">The task whose delegate started it; null where no delegate of a task did.</param>
/// <param name="place">Where it was started; null where no stack was taken.</param>
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

    /// <summary>How long ago it was started.</summary>
    public TimeSpan Age => TimeSpan.FromMilliseconds(Environment.TickCount64 - _begin);

    /// <summary>Whether it was started where no check counts.</summary>
    public bool IsOfPause { get; init; }

    /// <summary>Whether a check has told of it, or was asked to ignore it.</summary>
    public bool IsSettled { get; set; }

    /// <summary>The task that it was waiting for, and was told together with.</summary>
    public StartedTask? ToldWith { get; set; }

    /// <summary>What an inner check has told of it. Since then it may have been collected, and can't be asked again.</summary>
    public LeakedTask? Report { get; set; }
}
