using System.Collections;
using System.Reflection;

namespace LeakAnalyzer.GroundTruth;

/// <summary>Reads private state of the runtime by reflection. With another runtime the tests may fail.</summary>
internal static class RuntimeState
{
    private static readonly FieldInfo s_registrations = Field(typeof(CancellationTokenSource), "_registrations");
    private static readonly FieldInfo s_callbacks = Field(s_registrations.FieldType, "Callbacks");
    private static readonly FieldInfo s_nextCallback = Field(s_callbacks.FieldType, "Next");

    private static readonly Type s_timerQueue = typeof(Timer).Assembly.GetType("System.Threading.TimerQueue", throwOnError: true)!;
    private static readonly PropertyInfo s_queues = s_timerQueue.GetProperty("Instances", Members)
        ?? throw new MissingMemberException(s_timerQueue.FullName, "Instances");

    private static readonly FieldInfo[] s_timers = [Field(s_timerQueue, "_shortTimers"), Field(s_timerQueue, "_longTimers")];
    private static readonly FieldInfo s_nextTimer = Field(s_timers[0].FieldType, "_next");
    private static readonly FieldInfo s_dueTime = Field(s_timers[0].FieldType, "_dueTime");

    private const BindingFlags Members = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>Counts the callbacks on a source's token: of registrations, of linked sources, and of pending waits.</summary>
    public static int CallbacksOf(CancellationTokenSource source) =>
        s_registrations.GetValue(source) is { } registrations ? Chain(s_callbacks.GetValue(registrations), s_nextCallback).Count() : 0;

    public static int TimersOf(TimeSpan dueTime)
    {
        int count = 0;
        foreach (object queue in (IEnumerable)s_queues.GetValue(null)!)
        {
            lock (queue)
            {
                count += s_timers
                    .SelectMany(list => Chain(list.GetValue(queue), s_nextTimer))
                    .Count(timer => (uint)s_dueTime.GetValue(timer)! == (uint)dueTime.TotalMilliseconds);
            }
        }

        return count;
    }

    private static IEnumerable<object> Chain(object? first, FieldInfo next)
    {
        for (object? link = first; link is not null; link = next.GetValue(link))
        {
            yield return link;
        }
    }

    private static FieldInfo Field(Type type, string name) =>
        type.GetField(name, Members) ?? throw new MissingFieldException(type.FullName, name);
}
