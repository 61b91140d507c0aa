using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace LeakAnalyzer.LeakTest.Tracking;

/// <summary>The frames of a thread's stack, the innermost first.</summary>
internal abstract class StackFrames
{
    private const int NotSearched = -2;

    private int _staticConstructor = NotSearched;

    public abstract int Count { get; }

    /// <summary>Whether the stack has more frames outwards than were captured.</summary>
    public abstract bool AreCut { get; }

    /// <summary>The index of the outermost frame of a static constructor; negative if there is none.</summary>
    public int StaticConstructor => _staticConstructor == NotSearched ? _staticConstructor = FindStaticConstructor() : _staticConstructor;

    /// <summary>Captures the frames of this thread: a limited number if the runtime supports that, otherwise all.</summary>
    public static StackFrames Take()
    {
        if (InnermostFrames.TryTake(InnermostFrames.Most) is not { } innermost)
        {
            return new AllFrames(new StackTrace(fNeedFileInfo: false));
        }

        // If all of these frames belong to .NET, more are needed to reach the user's code.
        return innermost.AreCut && !innermost.HasInterest() ? InnermostFrames.TryTake(InnermostFrames.MostOfAll)! : innermost;
    }

    /// <summary>The method of a frame; null if unknown.</summary>
    public abstract MethodBase? MethodAt(int index);

    /// <summary>The type name of the state machine whose code a frame runs; null for other code.</summary>
    public virtual string? StateMachineAt(int index) => StateMachineOf(MethodAt(index));

    /// <summary>The type name of the state machine whose <c>MoveNext</c> a method is; null for other methods.</summary>
    public static string? StateMachineOf(MethodBase? method) =>
        method is { Name: nameof(IAsyncStateMachine.MoveNext), DeclaringType: { } type } && typeof(IAsyncStateMachine).IsAssignableFrom(type)
            ? type.Name
            : null;

    /// <summary>Whether a frame belongs to the user or the test framework.</summary>
    public virtual bool IsOfInterest(int index) => IsOfInterest(MethodAt(index));

    /// <summary>The IL offset of a frame; negative if unknown.</summary>
    public abstract int ILOffsetAt(int index);

    protected static bool IsOfInterest(MethodBase? method) => method is not null
        && (Frameworks.IsOfUser(method.Module.Assembly) || Frameworks.IsTestFramework(method.Module.Assembly));

    private int FindStaticConstructor()
    {
        int index = Count - 1;
        while (index >= 0 && MethodAt(index) is not ConstructorInfo { IsStatic: true })
        {
            index--;
        }

        return index;
    }

    private sealed class AllFrames(StackTrace stack) : StackFrames
    {
        public override int Count => stack.FrameCount;

        public override bool AreCut => false;

        public override MethodBase? MethodAt(int index) => stack.GetFrame(index)!.GetMethod();

        public override int ILOffsetAt(int index) => stack.GetFrame(index)!.GetILOffset();
    }
}
