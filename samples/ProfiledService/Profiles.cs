using LeakAnalyzer.LeakTest.Profiling;

namespace ProfiledService;

/// <summary>Takes profiles, each with what has changed since the one before.</summary>
public sealed class Profiles
{
    private TaskProfile? _last;

    /// <summary>Watches for some time. What is younger than a fifth of it is most likely just working.</summary>
    public async Task<TaskProfile> CaptureAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        TaskProfile profile = await TaskProfiler.CaptureAsync(duration, duration / 5, cancellationToken);
        TaskProfile? last = Interlocked.Exchange(ref _last, profile);
        return last is null ? profile : profile.Since(last);
    }
}
