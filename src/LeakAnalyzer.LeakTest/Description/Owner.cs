using System.Reflection;
using System.Runtime.CompilerServices;
using LeakAnalyzer.LeakTest.Tracking;

namespace LeakAnalyzer.LeakTest.Description;

/// <summary>Describes the disposable object whose method a task runs.</summary>
internal static class Owner
{
    private static readonly string[] s_flags = ["disposed", "isdisposed", "disposedvalue", "hasdisposed", "wasdisposed"];

    /// <summary>Describes the object whose method the task runs; null if it isn't disposable.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static string? Of(Task task)
    {
        object? owner = TaskInternals.StateMachineOf(task) is { } stateMachine ? stateMachine : TaskInternals.TargetOf(task);

        // Goes from the state machine to its object, which may be a closure, and from a closure to the object around it.
        for (int depth = 0; owner is not null && IsMadeByCompiler(owner.GetType()) && depth < 5; depth++)
        {
            owner = TaskInternals.Field(owner, "<>4__this");
        }

        if (owner is not (IDisposable or IAsyncDisposable) || Frameworks.IsRuntime(owner.GetType().Assembly))
        {
            return null;
        }

        string name = TypeNames.Short(owner.GetType());
        return IsDisposed(owner) switch
        {
            true => $"{name} that was disposed",
            false => $"{name} that wasn't disposed",
            null => $"{name}, which can be disposed",
        };
    }

    /// <summary>Reads a field such as <c>_disposed</c>; null if the object has no such field.</summary>
    private static bool? IsDisposed(object owner)
    {
        for (Type? type = owner.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (!s_flags.Contains(PlainName(field.Name)))
                {
                    continue;
                }

                switch (field.GetValue(owner))
                {
                    case bool flag:
                        return flag;
                    case int flag:
                        return flag != 0;
                }
            }
        }

        return null;
    }

    /// <summary>Makes <c>isdisposed</c> of <c>_isDisposed</c>, <c>m_isDisposed</c> and the backing field of <c>IsDisposed</c>.</summary>
    private static string PlainName(string field)
    {
        string name = field.StartsWith('<') && field.IndexOf('>') is > 0 and var end ? field[1..end] : field.StartsWith("m_", StringComparison.Ordinal) ? field[2..] : field;
        return name.Trim('_').ToLowerInvariant();
    }

    private static bool IsMadeByCompiler(Type type) => type.Name.StartsWith('<');
}
