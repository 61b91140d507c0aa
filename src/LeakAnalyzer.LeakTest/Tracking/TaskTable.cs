using System.Reflection;

namespace LeakAnalyzer.LeakTest.Tracking;

/// <summary>The runtime's table of the tasks that have not completed. It is internal, and may be missing in other versions of .NET.</summary>
internal static class TaskTable
{
    private const BindingFlags InternalStatic = BindingFlags.Static | BindingFlags.NonPublic;

    private static readonly FieldInfo? s_isKept = Field("s_asyncDebuggingEnabled", typeof(bool));
    private static readonly FieldInfo? s_table = Field("s_currentActiveTasks", typeof(Dictionary<int, Task>));
    private static readonly HashSet<int> s_released = []; // locked with the table
    private static bool s_isOurs;

    /// <summary>Makes the runtime keep the table, unless a debugger has already done so.</summary>
    public static void Fill()
    {
        if (s_table is not null && s_isKept?.GetValue(null) is false)
        {
            s_isKept.SetValue(null, true);
            s_isOurs = true;
        }
    }

    /// <summary>Makes the runtime stop keeping the table. It is cleared, because the runtime would no longer remove tasks from it.</summary>
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
                s_released.Clear();
            }
        }
    }

    /// <summary>Whether a task that was in the table has completed. A task that <see cref="Release"/> has removed counts as not completed.</summary>
    public static bool HasCompleted(int id)
    {
        if (!s_isOurs || Current is not { } table)
        {
            return false;
        }

        lock (table)
        {
            return !table.ContainsKey(id) && !s_released.Contains(id);
        }
    }

    /// <summary>Gets a task by its id; null if it has completed or is unknown.</summary>
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

    /// <summary>Removes tasks from the table, so that it doesn't keep them in memory. It does nothing if a debugger uses the table.</summary>
    /// <param name="isReleased">Decides by the id whether to remove a task.</param>
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
                        s_released.Add(id);
                        released[id] = new WeakReference<Task>(task);
                    }
                }
            }
        }

        return released;
    }

    /// <summary>Puts the released tasks that still exist back into the table.</summary>
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
                if (reference.TryGetTarget(out Task? task))
                {
                    s_released.Remove(id);
                    if (!task.IsCompleted)
                    {
                        table[id] = task;
                    }
                }
            }
        }
    }

    /// <summary>Gets the runtime's table; null if there is none. A caller must lock the table while it uses it, as the runtime does.</summary>
    private static Dictionary<int, Task>? Current => s_table?.GetValue(null) as Dictionary<int, Task>;

    private static FieldInfo? Field(string name, Type type) =>
        typeof(Task).GetField(name, InternalStatic) is { } field && field.FieldType == type ? field : null;
}
