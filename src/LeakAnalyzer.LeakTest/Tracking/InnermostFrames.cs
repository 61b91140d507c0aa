using System.Collections.Concurrent;
using System.Reflection;

namespace LeakAnalyzer.LeakTest.Tracking;

/// <summary>As many frames as a start is worth.</summary>
/// <remarks>
/// A <see cref="System.Diagnostics.StackTrace"/> walks the whole stack, which is long under a test runner, and keeps 260 bytes of each
/// frame. The runtime can stop earlier, but asks for the number of frames in an internal class.
/// </remarks>
internal sealed class InnermostFrames : StackFrames
{
    /// <summary>Some fifteen of them are those of the event that tells of the start.</summary>
    public const int Most = 40;

    /// <summary>Where the innermost ones are all of .NET.</summary>
    public const int MostOfAll = 400;

    private static readonly FrameHelper? s_helper = FrameHelper.Find();

    /// <summary>By the method's handle, as to make a method of it takes longer than to walk over a frame.</summary>
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

    /// <summary>The frames of this thread; null where the runtime can't be asked for a number of them.</summary>
    /// <param name="most">How many at most.</param>
    public static InnermostFrames? TryTake(int most) => s_helper is null ? null : new InnermostFrames(s_helper, most);

    /// <summary>Whether any frame is of interest.</summary>
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
                // The handle is this method's for good.
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
