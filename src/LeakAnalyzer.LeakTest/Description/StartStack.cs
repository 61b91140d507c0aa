using System.Reflection;
using System.Runtime.CompilerServices;
using LeakAnalyzer.LeakTest.Tracking;

namespace LeakAnalyzer.LeakTest.Description;

/// <summary>Finds where a task was started: the stack frames of the user's code.</summary>
internal static class StartStack
{
    private const int MostOfRuntime = 8;

    private static readonly ConditionalWeakTable<StartPlace, Frame[]> s_frames = [];

    /// <summary>
    /// Formats the stack on which a task was started as lines, the innermost frame first. The lines of the task that started it follow, and so on.
    /// <paramref name="waiters"/> are the tasks that wait for the task, the innermost first.
    /// </summary>
    /// <returns>The lines, and whether their stacks were captured at these very starts and not at earlier starts of the same methods.</returns>
    public static (IReadOnlyList<string> Lines, bool IsExact) Of(StartedTask task, IReadOnlyList<StartedTask> waiters)
    {
        StartPlace? first = null;
        bool isExact = true;
        var lines = new List<string>();
        string? callee = null;
        MethodBase? outermost = null;
        var seen = new HashSet<StartedTask>();
        for (StartedTask? started = task; started is not null && seen.Add(started); started = ResumedOf(outermost, waiters) ?? started.Starter)
        {
            StartPlace? place = started.Place;
            if (place is null && KnownPlaceOf(started, outermost) is { } earlier)
            {
                isExact = false;
                place = earlier;
            }

            first ??= place;
            foreach (Frame frame in place is not null ? FramesOf(place) : [])
            {
                // The first run of an async method has two frames: the state machine, and the method that starts it. The second is left out.
                if (frame.Name != callee || !frame.IsStub)
                {
                    lines.Add(frame.Line);
                }

                callee = frame.Name;
                outermost = frame.Method ?? outermost;
            }
        }

        return (lines.Count > 0 ? lines : OfRuntime(first), isExact);
    }

    /// <summary>The names of all methods on the stack on which the task was started, and on those of the tasks that led to its start.</summary>
    public static IEnumerable<string> MethodsOf(StartedTask task)
    {
        for (StartedTask? started = task; started is not null; started = started.Starter)
        {
            if ((started.Place ?? KnownPlaceOf(started, child: null)) is not { } place)
            {
                continue;
            }

            for (int i = place.First; i < place.Frames.Count; i++)
            {
                if (place.Frames.MethodAt(i) is { } method)
                {
                    yield return MethodNames.Of(method);
                }
            }
        }
    }

    /// <summary>Whether a static constructor started the task, or a task that led to its start.</summary>
    public static bool HasStaticConstructor(StartedTask task)
    {
        StartedTask? started = task;
        while (started is not null && (started.Place is not { } place || place.Frames.StaticConstructor < place.First))
        {
            started = started.Starter;
        }

        return started is not null;
    }

    /// <summary>The lines for a stack that has only frames of .NET.</summary>
    private static string[] OfRuntime(StartPlace? place) => place is null ? [] :
    [
        .. Enumerable.Range(place.First, place.Frames.Count - place.First)
            .Select(index => place.Frames.MethodAt(index))
            .OfType<MethodBase>()
            .Where(method => method.DeclaringType is { } type && Frameworks.IsRuntime(type.Assembly) && !IsOfTasks(type))
            .Select(MethodNames.Of)
            .Take(MostOfRuntime),
    ];

    /// <summary>Whether a type creates tasks or raises the event of their start. Frames of such types are on every stack.</summary>
    private static bool IsOfTasks(Type type) => type.Namespace is "System.Diagnostics.Tracing" or "System.Diagnostics" or "System.Reflection"
        or "System.Threading.Tasks" or "System.Runtime.CompilerServices" or "System.Threading";

    /// <summary>
    /// If the outermost frame is an async method that was resumed after an <c>await</c>, finds its task. Its caller on the stack is only the code that resumed
    /// it.
    /// </summary>
    private static StartedTask? ResumedOf(MethodBase? outermost, IReadOnlyList<StartedTask> waiters) => outermost?.DeclaringType is { } type
        ? waiters.FirstOrDefault(waiter => TaskTable.Find(waiter.Id) is { } task && TaskInternals.StateMachineOf(task)?.GetType() == type)
        : null;

    /// <summary>
    /// Finds the place of an earlier start of the task's method, or null. If the task has completed, its method is unknown, and a stack with the type of
    /// <paramref name="child"/> is taken.
    /// </summary>
    /// <param name="task">The task.</param>
    /// <param name="child">The outermost known method on the stack on which the task started another task; null if unknown.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static StartPlace? KnownPlaceOf(StartedTask task, MethodBase? child)
    {
        IReadOnlyList<StartPlace> known = KnownPlaces.Of(task.Operation);
        if (TaskTable.Find(task.Id) is not { } found)
        {
            return child?.DeclaringType is { } started ? OfType(known, started) : known.Count == 1 ? known[0] : null;
        }

        return TaskInternals.StateMachineOf(found)?.GetType() is { } stateMachine
            ? known.FirstOrDefault(place => place.Frames.MethodAt(place.First)?.DeclaringType is { } type && IsSame(type, stateMachine))
            : TaskInternals.MethodOf(found)?.DeclaringType is { } owner
                ? OfType(known, owner)
                : null;
    }

    /// <summary>Finds the latest start on whose stack is a method of the type, of a type around it, or of a type nested in it.</summary>
    private static StartPlace? OfType(IReadOnlyList<StartPlace> known, Type type) =>
        known.FirstOrDefault(place => FramesOf(place).Any(frame => frame.Method?.DeclaringType is { } other && Outermost(other) == Outermost(type)));

    /// <summary>Whether two types have the same definition. A stack frame doesn't contain the type arguments of a generic method.</summary>
    private static bool IsSame(Type one, Type other) => one.Module == other.Module && one.MetadataToken == other.MetadataToken;

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type.IsGenericType ? type.GetGenericTypeDefinition() : type;

    /// <summary>
    /// The frames of the user's code, with a last frame <c>…</c> if the stack was captured only in part. They are cached, because many tasks may share them.
    /// </summary>
    private static Frame[] FramesOf(StartPlace place) => s_frames.GetValue(place, static place => [.. FindFrames(place)]);

    private static IEnumerable<Frame> FindFrames(StartPlace place)
    {
        for (int i = place.First; i < place.Frames.Count; i++)
        {
            if (place.Frames.MethodAt(i) is not { } method)
            {
                continue;
            }

            Assembly assembly = method.Module.Assembly;
            if (Frameworks.IsTestFramework(assembly))
            {
                yield break;
            }

            if (Frameworks.IsOfUser(assembly))
            {
                yield return FrameOf(method, place.Frames.ILOffsetAt(i));
            }
        }

        if (place.Frames.AreCut)
        {
            yield return new Frame(null, null, "…", IsStub: false);
        }
    }

    private static Frame FrameOf(MethodBase method, int ilOffset)
    {
        string name = MethodNames.Of(method);
        string line = SourceLines.Find(method, ilOffset) is var (file, number) ? $"{name} in {file}:line {number}" : name;
        return new Frame(method, name, line, method.GetCustomAttribute<AsyncStateMachineAttribute>() is not null);
    }

    /// <summary>A stack frame, with the line that is printed for it.</summary>
    private sealed record Frame(MethodBase? Method, string? Name, string Line, bool IsStub);
}
