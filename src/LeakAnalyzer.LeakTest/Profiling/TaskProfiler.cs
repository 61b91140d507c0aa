using LeakAnalyzer.LeakTest.Tracking;

namespace LeakAnalyzer.LeakTest.Profiling;

/// <summary>
/// Lists the tasks of a running process that have not completed: how many, since when, what they wait for and where they were started. The runtime
/// raises task events only while a profiler exists. Without one there is no cost, and tasks that were started earlier are unknown.
/// </summary>
public sealed class TaskProfiler : IDisposable
{
    private readonly Watch _watch;
    private readonly long _begin = Environment.TickCount64;
    private int _isDisposed;

    private TaskProfiler() => _watch = Watch.Start(new LeakCheckOptions { Scope = LeakScope.Process, IsOfProfile = true }, isEnteredByCallers: false);

    /// <summary>Starts watching all tasks that are started in the process, until the profiler is disposed.</summary>
    /// <exception cref="NotSupportedException">
    /// The tasks of this process can't be observed: it was started with <c>EventSourceSupport</c> off.
    /// </exception>
    public static TaskProfiler Start() => new();

    /// <summary>Watches for some time, and returns the tasks that were started in that time and have not completed.</summary>
    /// <param name="duration">How long to watch.</param>
    /// <param name="minimumAge">The minimum age of a task in the profile.</param>
    /// <param name="cancellationToken">Cancels the capture.</param>
    /// <exception cref="NotSupportedException">
    /// The tasks of this process can't be observed: it was started with <c>EventSourceSupport</c> off.
    /// </exception>
    public static async Task<TaskProfile> CaptureAsync(TimeSpan duration, TimeSpan minimumAge = default, CancellationToken cancellationToken = default)
    {
        // Keeps this method's own task out of the profile.
        Watch.Flow = Watch.Off;
        using var profiler = new TaskProfiler();
        await Task.Delay(duration, cancellationToken).ConfigureAwait(false);
        return profiler.TakeSnapshot(minimumAge);
    }

    /// <summary>Returns the tasks that were started after the profiler and have not completed.</summary>
    /// <param name="minimumAge">The minimum age of a task in the profile.</param>
    /// <exception cref="ObjectDisposedException">The profiler was disposed.</exception>
    public TaskProfile TakeSnapshot(TimeSpan minimumAge = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
        var watched = TimeSpan.FromMilliseconds(Environment.TickCount64 - _begin);
        List<StartedTask> open = TaskLog.OpenTasksOf(_watch);
        open.RemoveAll(task => task.Age < minimumAge);
        return TaskProfile.Of(LeakReport.OfUnfinished(open), DateTimeOffset.UtcNow, watched);
    }

    /// <summary>Stops watching.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            _watch.End();
        }
    }
}
