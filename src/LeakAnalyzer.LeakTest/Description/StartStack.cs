using System.Reflection;
using System.Runtime.CompilerServices;
using LeakAnalyzer.LeakTest.Tracking;

namespace LeakAnalyzer.LeakTest.Description;

/// <summary>Where a task was started: the frames that are the user's.</summary>
internal static class StartStack
{
    private const int MostOfRuntime = 8;

    private static readonly ConditionalWeakTable<StartPlace, Frame[]> s_frames = [];

    /// <summary>
    /// The frames as lines, the innermost first. What a pool thread ran for another task goes on with that task's start, and what a method
    /// started after it had waited goes on with that method's start.
    /// </summary>
    /// <param name="task">The task.</param>
    /// <param name="waiters">Who waits for it, the innermost first.</param>
    /// <returns>The lines, and whether they are those of this very start.</returns>
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
                // An async method is two frames on its first run: the state machine, and the stub that starts it.
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

    /// <summary>The names of all methods on the stack of the start, and of those that ran there for other tasks.</summary>
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

    /// <summary>Where .NET alone is on the stack, its innermost frames are better than none.</summary>
    private static string[] OfRuntime(StartPlace? place) => place is null ? [] :
    [
        .. Enumerable.Range(place.First, place.Frames.Count - place.First)
            .Select(index => place.Frames.MethodAt(index))
            .OfType<MethodBase>()
            .Where(method => method.DeclaringType is { } type && Frameworks.IsRuntime(type.Assembly) && !IsOfTasks(type))
            .Select(MethodNames.Of)
            .Take(MostOfRuntime),
    ];

    /// <summary>The event, and how a task is made, are on every stack.</summary>
    private static bool IsOfTasks(Type type) => type.Namespace is "System.Diagnostics.Tracing" or "System.Diagnostics" or "System.Reflection"
        or "System.Threading.Tasks" or "System.Runtime.CompilerServices" or "System.Threading";

    /// <summary>The method's task, where the stack ends in a method that had waited before: who resumed it says nothing.</summary>
    private static StartedTask? ResumedOf(MethodBase? outermost, IReadOnlyList<StartedTask> waiters) => outermost?.DeclaringType is { } type
        ? waiters.FirstOrDefault(waiter => TaskTable.Find(waiter.Id) is { } task && TaskInternals.StateMachineOf(task)?.GetType() == type)
        : null;

    /// <summary>Where the same method was started when a stack was last taken.</summary>
    /// <param name="task">The task of the method.</param>
    /// <param name="child">Where the task has completed: a method that it started.</param>
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

    /// <summary>The latest place with a method of the type, or of one around it or nested in it.</summary>
    private static StartPlace? OfType(IReadOnlyList<StartPlace> known, Type type) =>
        known.FirstOrDefault(place => FramesOf(place).Any(frame => frame.Method?.DeclaringType is { } other && Outermost(other) == Outermost(type)));

    /// <summary>A stack doesn't tell with which type arguments a generic method runs.</summary>
    private static bool IsSame(Type one, Type other) => one.Module == other.Module && one.MetadataToken == other.MetadataToken;

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type.IsGenericType ? type.GetGenericTypeDefinition() : type;

    /// <summary>The user's frames, and one without a method where the stack goes on further than it was taken. Many tasks may share a place.</summary>
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

    /// <summary>A frame as it is told.</summary>
    private sealed record Frame(MethodBase? Method, string? Name, string Line, bool IsStub);
}
