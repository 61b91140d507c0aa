using LeakAnalyzer.LeakTest.Tracking;

namespace LeakAnalyzer.LeakTest.Profiling;

/// <summary>
/// Tells which tasks of a running process have not completed, how many, since when, what they wait for and where they were started. The
/// runtime raises events of tasks only while a profiler is there: until then it costs nothing, and what was started before isn't known.
/// </summary>
public sealed class TaskProfiler : IDisposable
{
    private readonly Watch _watch;
    private readonly long _begin = Environment.TickCount64;
    private int _isDisposed;

    private TaskProfiler() => _watch = Watch.Start(new LeakCheckOptions { Scope = LeakScope.Process, IsOfProfile = true }, isEnteredByCallers: false);

    /// <summary>Begins to watch all tasks that anything in the process starts from now on, until the disposal.</summary>
    /// <exception cref="NotSupportedException">Tasks can't be seen in this process: it was started with <c>EventSourceSupport</c> off.</exception>
    public static TaskProfiler Start() => new();

    /// <summary>Watches for some time, and tells what was started in it and has not completed.</summary>
    /// <param name="duration">How long to watch.</param>
    /// <param name="minimumAge">Only tasks that were started at least so long ago are told.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="NotSupportedException">Tasks can't be seen in this process: it was started with <c>EventSourceSupport</c> off.</exception>
    public static async Task<TaskProfile> CaptureAsync(TimeSpan duration, TimeSpan minimumAge = default, CancellationToken cancellationToken = default)
    {
        // It isn't in its own profile.
        Watch.Flow = Watch.Off;
        using var profiler = new TaskProfiler();
        await Task.Delay(duration, cancellationToken).ConfigureAwait(false);
        return profiler.TakeSnapshot(minimumAge);
    }

    /// <summary>What has been started since the profiler was, and has not completed.</summary>
    /// <param name="minimumAge">Only tasks that were started at least so long ago are told.</param>
    /// <exception cref="ObjectDisposedException">The profiler watches no longer.</exception>
    public TaskProfile TakeSnapshot(TimeSpan minimumAge = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
        var watched = TimeSpan.FromMilliseconds(Environment.TickCount64 - _begin);
        List<StartedTask> open = TaskLog.OpenTasksOf(_watch);
        open.RemoveAll(task => task.Age < minimumAge);
        return TaskProfile.Of(LeakReport.OfUnfinished(open), DateTimeOffset.UtcNow, watched);
    }

    /// <summary>Watches no longer.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            _watch.End();
        }
    }
}
