using System.Reflection;

namespace LeakAnalyzer.LeakTest.Tracking;

/// <summary>
/// The runtime's table of the tasks that have not completed, which it keeps for debuggers. It is internal, so it may be missing: then
/// leaks are found all the same, but what they wait for and whether they are reachable isn't known.
/// </summary>
internal static class TaskTable
{
    private const BindingFlags InternalStatic = BindingFlags.Static | BindingFlags.NonPublic;

    private static readonly FieldInfo? s_isKept = Field("s_asyncDebuggingEnabled", typeof(bool));
    private static readonly FieldInfo? s_table = Field("s_currentActiveTasks", typeof(Dictionary<int, Task>));
    private static bool s_isOurs;

    /// <summary>Asks the runtime to keep the table, unless a debugger has done so already.</summary>
    public static void Fill()
    {
        if (s_table is not null && s_isKept?.GetValue(null) is false)
        {
            s_isKept.SetValue(null, true);
            s_isOurs = true;
        }
    }

    /// <summary>The runtime need not keep it any longer: what stays in it would never leave.</summary>
    public static void Empty()
    {
        if (!s_isOurs)
        {
            return;
        }

        s_isOurs = false;
        s_isKept!.SetValue(null, false);
        if (Current is { } table)
        {
            lock (table)
            {
                table.Clear();
            }
        }
    }

    /// <summary>Whether all tasks are in it that have begun and haven't completed, but those that a look at what is reachable has let go.</summary>
    public static bool IsComplete => s_isOurs && s_table is not null;

    /// <summary>The task of that id, unless it has completed or is not known.</summary>
    public static Task? Find(int id)
    {
        if (Current is not { } table)
        {
            return null;
        }

        lock (table)
        {
            return table.GetValueOrDefault(id);
        }
    }

    /// <summary>
    /// Lets tasks go, so that the table isn't what keeps them in memory. Nothing, where the table is a debugger's.
    /// </summary>
    /// <param name="isReleased">Tells by the id whether to let a task go.</param>
    public static Dictionary<int, WeakReference<Task>> Release(Func<int, bool> isReleased)
    {
        var released = new Dictionary<int, WeakReference<Task>>();
        if (s_isOurs && Current is { } table)
        {
            lock (table)
            {
                foreach ((int id, Task task) in table)
                {
                    if (isReleased(id))
                    {
                        table.Remove(id);
                        released[id] = new WeakReference<Task>(task);
                    }
                }
            }
        }

        return released;
    }

    /// <summary>Puts those back that are still there, for others who want to know of them.</summary>
    public static void Restore(IReadOnlyDictionary<int, WeakReference<Task>> released)
    {
        if (!s_isOurs || Current is not { } table)
        {
            return;
        }

        lock (table)
        {
            foreach ((int id, WeakReference<Task> reference) in released)
            {
                if (reference.TryGetTarget(out Task? task) && !task.IsCompleted)
                {
                    table[id] = task;
                }
            }
        }
    }

    /// <summary>The runtime locks the table itself.</summary>
    private static Dictionary<int, Task>? Current => s_table?.GetValue(null) as Dictionary<int, Task>;

    private static FieldInfo? Field(string name, Type type) =>
        typeof(Task).GetField(name, InternalStatic) is { } field && field.FieldType == type ? field : null;
}
