using LeakAnalyzer.LeakTest.Tracking;

namespace LeakAnalyzer.LeakTest;

/// <summary>A stretch of code in which no check counts what is started, nor what that starts in turn.</summary>
internal sealed class Pause : IDisposable
{
    private readonly Watch? _before = Watch.Flow;

    public Pause() => Watch.Flow = Watch.Paused;

    /// <summary>The caller's flow goes on as before.</summary>
    public void Dispose() => Watch.Flow = _before;
}
