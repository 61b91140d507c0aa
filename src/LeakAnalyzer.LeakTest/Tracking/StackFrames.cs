using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace LeakAnalyzer.LeakTest.Tracking;

/// <summary>The frames of a thread's stack, the innermost first.</summary>
internal abstract class StackFrames
{
    /// <summary>How many there are.</summary>
    public abstract int Count { get; }

    /// <summary>Whether the stack goes on outwards.</summary>
    public abstract bool AreCut { get; }

    /// <summary>The frames of this thread: as few as will do, where the runtime can be asked for that, else all.</summary>
    public static StackFrames Take()
    {
        if (InnermostFrames.TryTake(InnermostFrames.Most) is not { } innermost)
        {
            return new AllFrames(new StackTrace(fNeedFileInfo: false));
        }

        // Code of .NET that calls itself deeply says nothing by itself.
        return innermost.AreCut && !innermost.HasInterest() ? InnermostFrames.TryTake(InnermostFrames.MostOfAll)! : innermost;
    }

    /// <summary>The method of a frame, where that is known.</summary>
    public abstract MethodBase? MethodAt(int index);

    /// <summary>The name of the type of the state machine whose code a frame runs; null in other code.</summary>
    public virtual string? StateMachineAt(int index) => StateMachineOf(MethodAt(index));

    /// <summary>The name of the type of the state machine whose code a method is; null of others.</summary>
    public static string? StateMachineOf(MethodBase? method) =>
        method is { Name: nameof(IAsyncStateMachine.MoveNext), DeclaringType: { } type } && typeof(IAsyncStateMachine).IsAssignableFrom(type)
            ? type.Name
            : null;

    /// <summary>Whether a frame is the user's, or the test framework's: further outwards nobody asks.</summary>
    public virtual bool IsOfInterest(int index) => IsOfInterest(MethodAt(index));

    /// <summary>Where in the method's code a frame is; negative where that isn't known.</summary>
    public abstract int ILOffsetAt(int index);

    protected static bool IsOfInterest(MethodBase? method) => method is not null
        && (Frameworks.IsOfUser(method.Module.Assembly) || Frameworks.IsTestFramework(method.Module.Assembly));

    private sealed class AllFrames(StackTrace stack) : StackFrames
    {
        public override int Count => stack.FrameCount;

        public override bool AreCut => false;

        public override MethodBase? MethodAt(int index) => stack.GetFrame(index)!.GetMethod();

        public override int ILOffsetAt(int index) => stack.GetFrame(index)!.GetILOffset();
    }
}
