using System.Diagnostics;
using System.Runtime.InteropServices;

namespace LeakAnalyzer.LeakTest.Tracking;

/// <summary>Which tasks one check counts: those that were started in its flow, or in the process, while it was open.</summary>
internal sealed class Watch
{
    /// <summary>The flow in which nobody counts anything: the checks' own work.</summary>
    public static readonly Watch Off = new();

    /// <summary>The flow in which no check counts anything: what it starts is shared on purpose. A profile tells of it.</summary>
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

    /// <summary>The watch in whose flow the caller runs; it may have ended.</summary>
    public static Watch? Flow
    {
        get => s_flow.Value;
        set => s_flow.Value = value;
    }

    public bool IsOfProcess { get; }

    /// <summary>Whether it is there to tell of tasks, and not to check any.</summary>
    public bool IsOfProfile { get; }

    /// <summary>How many watches had been started when this one was, with itself.</summary>
    public long Epoch { get; }

    /// <summary>The watch in whose flow this one was started: what this one counts it counts too.</summary>
    public Watch? Outer { get; }

    /// <summary>Begins to count what is started from now on.</summary>
    /// <param name="options">What to count.</param>
    /// <param name="isEnteredByCallers">Whether the callers go on in the flow of the watch, and aren't to be counted in it.</param>
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

    /// <summary>The caller goes on outside the watch, which still counts what its tasks start.</summary>
    public void Exit()
    {
        if (Flow == this)
        {
            Flow = Outer;
        }
    }

    /// <summary>Counts no longer.</summary>
    public void End()
    {
        _isOpen = false;
        TaskLog.Remove(this);
        TaskEvents.Leave();
    }

    /// <summary>The first watch that is still open, from a watch outwards.</summary>
    public static Watch? Innermost(Watch? watch)
    {
        while (watch is { _isOpen: false })
        {
            watch = watch.Outer;
        }

        return watch;
    }

    /// <summary>Whether all counted tasks have completed; always false if the watch is of the whole process.</summary>
    public bool IsClean => !IsOfProcess && Volatile.Read(ref _unfinished) == 0;

    /// <summary>Whether the task is one of those that this watch is there for.</summary>
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

    /// <summary>A task begins on this thread.</summary>
    /// <param name="id">The task's id.</param>
    /// <param name="operation">What the runtime calls it.</param>
    /// <param name="lacksStack">Whether no stack is there that tells its start.</param>
    /// <param name="isStackDue">Set where one is to be taken; else left as it is.</param>
    /// <returns>Whether the task is counted.</returns>
    public bool Sees(int id, string operation, bool lacksStack, ref bool isStackDue)
    {
        lock (_gate)
        {
            // An async method becomes a task when it first waits. One that called the check does so on the check's thread.
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

    /// <summary>What it has seen so far, and has not completed, doesn't count.</summary>
    public void ExcuseOpenTasks()
    {
        foreach (StartedTask task in TaskLog.OpenTasksOf(this))
        {
            lock (_gate)
            {
                // One that has completed meanwhile is told no more.
                if (TaskLog.IsOpen(task.Id) && _excused.Add(task.Id))
                {
                    _unfinished--;
                }
            }
        }
    }

    /// <summary>A task of the flow that it has seen has completed.</summary>
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

    /// <summary>The async methods that run now were called before the check, though the runtime tells of them when they first wait.</summary>
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
