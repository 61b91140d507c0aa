using LeakAnalyzer.LeakTest.Profiling;

namespace ProfiledService;

/// <summary>Takes profiles of the unfinished tasks, each with the changes since the previous profile.</summary>
public sealed class Profiles
{
    private TaskProfile? _last;

    /// <summary>Watches tasks for some time. Tasks younger than a fifth of that time are left out: most likely they are just working.</summary>
    public async Task<TaskProfile> CaptureAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        TaskProfile profile = await TaskProfiler.CaptureAsync(duration, duration / 5, cancellationToken);
        TaskProfile? last = Interlocked.Exchange(ref _last, profile);
        return last is null ? profile : profile.Since(last);
    }
}
