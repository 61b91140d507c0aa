using LeakAnalyzer.LeakTest.Tracking;

namespace LeakAnalyzer.LeakTest;

/// <summary>A section of code in which no check counts the tasks that are started, nor the tasks that these start in turn.</summary>
internal sealed class Pause : IDisposable
{
    private readonly Watch? _before = Watch.Flow;

    public Pause() => Watch.Flow = Watch.Paused;

    /// <summary>Ends the pause: the checks that counted the caller's tasks before the pause count them again.</summary>
    public void Dispose() => Watch.Flow = _before;
}
