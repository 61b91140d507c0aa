using System.Diagnostics;
using System.Runtime.InteropServices;

namespace LeakAnalyzer.LeakTest.Tracking;

/// <summary>
/// Counts the tasks of one check while it is open: those that are started in code whose execution context contains the watch, or in the whole process.
/// </summary>
internal sealed class Watch
{
    /// <summary>The value of <see cref="Flow"/> for code whose tasks aren't counted, such as the checks' own work.</summary>
    public static readonly Watch Off = new();

    /// <summary>The value of <see cref="Flow"/> during a <see cref="Pause"/>: no check counts the tasks, but a profile lists them.</summary>
    public static readonly Watch Paused = new();

    private static readonly AsyncLocal<Watch?> s_flow = new();

    private readonly object _gate = new();
    private readonly StackRation _stacks;
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly Dictionary<string, int> _callers = [];
    private readonly HashSet<int> _excused = [];
    private int _unfinished;
    private volatile bool _isOpen;

    private Watch() => _stacks = new StackRation(new LeakCheckOptions());

    private Watch(LeakCheckOptions options, Watch? outer)
    {
        IsOfProcess = options.Scope == LeakScope.Process;
        IsOfProfile = options.IsOfProfile;
        Outer = outer;
        _stacks = new StackRation(options);
        Epoch = TaskLog.NextEpoch();
        _isOpen = true;
    }

    /// <summary>The watch in the caller's execution context; null if there is none. It may have ended.</summary>
    public static Watch? Flow
    {
        get => s_flow.Value;
        set => s_flow.Value = value;
    }

    public bool IsOfProcess { get; }

    public bool IsOfProfile { get; }

    /// <summary>The number of watches that had been started when this one was, itself included.</summary>
    public long Epoch { get; }

    /// <summary>The watch in whose execution context this one was started, or null. It also counts the tasks of this one.</summary>
    public Watch? Outer { get; }

    /// <summary>Starts counting the tasks that begin from now on.</summary>
    /// <param name="options">Which tasks to count.</param>
    /// <param name="isEnteredByCallers">Whether tasks are counted that the calling methods start afterwards. These methods themselves aren't counted.</param>
    public static Watch Start(LeakCheckOptions options, bool isEnteredByCallers)
    {
        StackFrame[] callers = isEnteredByCallers || options.Scope == LeakScope.Process ? new StackTrace(fNeedFileInfo: false).GetFrames() : [];
        RuntimeAsync.Refuse(callers.Select(frame => frame.GetMethod()).FirstOrDefault(method => method?.Module != typeof(Watch).Module));
        TaskEvents.Listen();
        var watch = new Watch(options, Innermost(Flow));
        watch.Excuse(callers);
        if (watch.IsOfProcess)
        {
            TaskLog.Add(watch);
        }
        else
        {
            Flow = watch;
        }

        return watch;
    }

    /// <summary>Removes the watch from the caller's execution context. The tasks started before, and those that they start, are still counted.</summary>
    public void Exit()
    {
        if (Flow == this)
        {
            Flow = Outer;
        }
    }

    public void End()
    {
        _isOpen = false;
        TaskLog.Remove(this);
        TaskEvents.Leave();
    }

    /// <summary>Finds the first watch that is still open: the given one, its <see cref="Outer"/> watch, and so on. Null if none is open.</summary>
    public static Watch? Innermost(Watch? watch)
    {
        while (watch is { _isOpen: false })
        {
            watch = watch.Outer;
        }

        return watch;
    }

    /// <summary>Whether all counted tasks have completed. It is always false for a watch of the whole process.</summary>
    public bool IsClean => !IsOfProcess && Volatile.Read(ref _unfinished) == 0;

    public bool Counts(StartedTask task)
    {
        if ((task.IsOfPause && !IsOfProfile) || (IsOfProcess ? task.Epoch < Epoch : !IsIn(task.Watch)))
        {
            return false;
        }

        lock (_gate)
        {
            return !_excused.Contains(task.Id);
        }
    }

    /// <summary>Records a task that begins on this thread.</summary>
    /// <param name="id">The task's id.</param>
    /// <param name="operation">The runtime's name of the task.</param>
    /// <param name="lacksStack">Whether no captured stack shows the start of the task.</param>
    /// <param name="isStackDue">Set to true if a stack is to be captured; otherwise left as it is.</param>
    /// <returns>Whether the task is counted.</returns>
    public bool Sees(int id, string operation, bool lacksStack, ref bool isStackDue)
    {
        lock (_gate)
        {
            // An async method becomes a task at its first incomplete await. The methods that called the check become tasks on this thread, and aren't counted.
            if (_callers.Count > 0 && _thread == Environment.CurrentManagedThreadId && _callers.TryGetValue(operation, out int callers))
            {
                _excused.Add(id);
                if (callers == 1)
                {
                    _callers.Remove(operation);
                }
                else
                {
                    _callers[operation] = callers - 1;
                }

                return false;
            }

            _unfinished++;
            isStackDue |= lacksStack && _stacks.IsDue(operation);
            return true;
        }
    }

    /// <summary>Stops counting all tasks that have begun and not completed.</summary>
    public void ExcuseOpenTasks()
    {
        foreach (StartedTask task in TaskLog.OpenTasksOf(this))
        {
            lock (_gate)
            {
                // If the task has completed in the meantime, its event has already lowered the count.
                if (TaskLog.IsOpen(task.Id) && _excused.Add(task.Id))
                {
                    _unfinished--;
                }
            }
        }
    }

    /// <summary>Records that a task has completed: one that was counted, or one that was excluded from the count.</summary>
    public void SeesEnd(int id)
    {
        lock (_gate)
        {
            if (!_excused.Remove(id))
            {
                _unfinished--;
            }
        }
    }

    private bool IsIn(Watch? watch)
    {
        while (watch is not null && watch != this)
        {
            watch = watch.Outer;
        }

        return watch == this;
    }

    /// <summary>
    /// Notes the async methods on the stack, so that they aren't counted when they become tasks at their next <c>await</c>: they were called before the check.
    /// </summary>
    private void Excuse(StackFrame[] callers)
    {
        foreach (StackFrame frame in callers)
        {
            if (StackFrames.StateMachineOf(frame.GetMethod()) is { } name)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(_callers, StartedTask.AsyncMethod + name, out _)++;
            }
        }
    }
}
