using System.Threading.Tasks.Sources;
using LeakAnalyzer.LeakTest.Description;
using LeakAnalyzer.LeakTest.Tracking;

namespace LeakAnalyzer.LeakTest;

/// <summary>
/// What an <c>await using</c> awaits when it disposes a <see cref="LeakCheck"/>. <see cref="OnCompleted"/> receives the task of the async method with the
/// block, from which it can be read whether the block has failed.
/// </summary>
internal sealed class AwaitedEnd(LeakCheck check) : IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };

    /// <summary>Gets the task to await. It can be awaited only once.</summary>
    public ValueTask Task => new(this, _core.Version);

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void GetResult(short token) => _core.GetResult(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        _core.OnCompleted(continuation, state, token, flags);
        _ = EndAsync(state);
    }

    private async Task EndAsync(object? awaiting)
    {
        Watch.Flow = Watch.Off;
        try
        {
            await check.Search(awaiting).EndAsync(BlockFailure.Find(awaiting, check)).ConfigureAwait(false);
            _core.SetResult(true);
        }
        catch (Exception exception)
        {
            _core.SetException(exception);
        }
    }
}
