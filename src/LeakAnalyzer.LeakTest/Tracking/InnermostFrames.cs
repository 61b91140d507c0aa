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

    private static readonly FrameHelper? s_helper = FrameHelper.Find();

    /// <summary>By the method's handle, as to make a method of it takes longer than to walk over a frame.</summary>
    private static readonly ConcurrentDictionary<nint, string?> s_stateMachines = new();

    private readonly object _frames;
    private readonly nint[] _handles;

    private InnermostFrames(FrameHelper helper)
    {
        _frames = helper.Take(Most);
        Count = helper.CountOf(_frames);
        _handles = helper.HandlesOf(_frames);
    }

    public override int Count { get; }

    public override bool AreCut => Count == Most;

    /// <summary>The frames of this thread; null where the runtime can't be asked for a number of them.</summary>
    public static InnermostFrames? TryTake() => s_helper is null ? null : new InnermostFrames(s_helper);

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

    public override int ILOffsetAt(int index) => s_helper!.ILOffsetAt(_frames, index);
}
