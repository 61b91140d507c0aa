using System.Collections.Concurrent;
using System.Reflection;

namespace LeakAnalyzer.LeakTest.Tracking;

/// <summary>A limited number of the innermost frames of a thread's stack.</summary>
/// <remarks>A <see cref="System.Diagnostics.StackTrace"/> always walks the whole stack, which is deep under a test runner.</remarks>
internal sealed class InnermostFrames : StackFrames
{
    /// <summary>The usual maximum of captured frames. About fifteen of these frames belong to the event that reports the start.</summary>
    public const int Most = 40;

    /// <summary>The maximum of captured frames if the innermost <see cref="Most"/> frames all belong to .NET.</summary>
    public const int MostOfAll = 400;

    private static readonly FrameHelper? s_helper = FrameHelper.Find();

    /// <summary>The names of state machines by method handle. They are cached, because it takes longer to resolve a method than to walk a frame.</summary>
    private static readonly ConcurrentDictionary<nint, string?> s_stateMachines = new();

    private static readonly ConcurrentDictionary<nint, bool> s_ofInterest = new();

    private readonly int _most;
    private readonly object _frames;
    private readonly nint[] _handles;

    private InnermostFrames(FrameHelper helper, int most)
    {
        _most = most;
        _frames = helper.Take(most);
        Count = helper.CountOf(_frames);
        _handles = helper.HandlesOf(_frames);
    }

    public override int Count { get; }

    public override bool AreCut => Count == _most;

    /// <summary>Captures the frames of this thread; null if the runtime can't limit their number.</summary>
    /// <param name="most">The maximum number of frames.</param>
    public static InnermostFrames? TryTake(int most) => s_helper is null ? null : new InnermostFrames(s_helper, most);

    /// <summary>Whether any frame belongs to the user or the test framework.</summary>
    public bool HasInterest()
    {
        for (int i = 0; i < Count; i++)
        {
            if (IsOfInterest(i))
            {
                return true;
            }
        }

        return false;
    }

    public override MethodBase? MethodAt(int index) => s_helper!.MethodAt(_frames, index);

    public override string? StateMachineAt(int index)
    {
        if (!s_stateMachines.TryGetValue(_handles[index], out string? name))
        {
            MethodBase? method = MethodAt(index);
            name = StateMachineOf(method);
            if (method is { IsCollectible: false })
            {
                // Such a method is never unloaded, so its handle is never reused for another method.
                s_stateMachines[_handles[index]] = name;
            }
        }

        return name;
    }

    public override bool IsOfInterest(int index)
    {
        if (!s_ofInterest.TryGetValue(_handles[index], out bool isOfInterest))
        {
            MethodBase? method = MethodAt(index);
            isOfInterest = IsOfInterest(method);
            if (method is { IsCollectible: false })
            {
                s_ofInterest[_handles[index]] = isOfInterest;
            }
        }

        return isOfInterest;
    }

    public override int ILOffsetAt(int index) => s_helper!.ILOffsetAt(_frames, index);
}
