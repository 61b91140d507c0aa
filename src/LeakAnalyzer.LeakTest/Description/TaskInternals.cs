using System.Reflection;
using System.Runtime.CompilerServices;

namespace LeakAnalyzer.LeakTest.Description;

/// <summary>What the fields of tasks tell. They are internal: what isn't there is answered with null.</summary>
internal static class TaskInternals
{
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly FieldInfo? s_continuation = typeof(Task).GetField("m_continuationObject", Instance);
    private static readonly FieldInfo? s_action = typeof(Task).GetField("m_action", Instance);

    /// <summary>Each look of a check asks for them again.</summary>
    private static readonly ConditionalWeakTable<Type, FieldInfo[]> s_fields = [];

    /// <summary>The state machine of the async method whose task, or other result, this is.</summary>
    public static object? StateMachineOf(object task) => Field(task, "StateMachine") as IAsyncStateMachine;

    /// <summary>The method that the task runs.</summary>
    public static MethodInfo? MethodOf(Task task) => DelegateOf(task)?.Method;

    /// <summary>The object whose method the task runs.</summary>
    public static object? TargetOf(Task task) => DelegateOf(task)?.Target;

    /// <summary>What is to run, or to complete, when the task has completed.</summary>
    public static IReadOnlyList<object> ContinuationsOf(Task task)
    {
        switch (s_continuation?.GetValue(task))
        {
            case null:
                return [];
            case List<object?> several:
                // The runtime locks the list itself.
                lock (several)
                {
                    return [.. several.OfType<object>()];
                }

            case { } one:
                return [one];
        }
    }

    /// <summary>What the task's async method awaits, or the task that it continues.</summary>
    public static object? AwaitedByTask(Task task) => StateMachineOf(task) is { } stateMachine ? AwaitedBy(stateMachine) : Field(task, "m_antecedent");

    /// <summary>The method that runs a state machine.</summary>
    public static MethodInfo? MoveNextOf(object stateMachine) => stateMachine.GetType().GetMethod(nameof(IAsyncStateMachine.MoveNext), Instance);

    /// <summary>What the awaiter that a state machine holds is for: a task, a source of a <see cref="ValueTask"/>, or the awaiter itself.</summary>
    public static object? AwaitedBy(object stateMachine)
    {
        foreach (FieldInfo field in FieldsOf(stateMachine))
        {
            if (field.Name.StartsWith("<>u__", StringComparison.Ordinal) && FirstReference(field, stateMachine) is { } awaited)
            {
                return awaited;
            }
        }

        return null;
    }

    /// <summary>The fields of an object, in the order of their declaration.</summary>
    public static FieldInfo[] FieldsOf(object owner) => s_fields.GetValue(owner.GetType(), static type => type.GetFields(Instance));

    /// <summary>The value of a field, if the object has such a field.</summary>
    public static object? Field(object owner, string name) => Array.Find(FieldsOf(owner), field => field.Name == name)?.GetValue(owner);

    /// <summary>Where a method of the runtime itself is to run a delegate, like that of <c>ContinueWhenAll</c>, it is that one.</summary>
    private static Delegate? DelegateOf(Task task) => s_action?.GetValue(task) is Delegate action
        ? action.Method.Module == typeof(Task).Module && task.AsyncState is Delegate inner ? inner : action
        : null;

    /// <summary>The first object that a field holds, directly or in the fields of a struct.</summary>
    private static object? FirstReference(FieldInfo field, object owner)
    {
        if (field.FieldType.IsPrimitive || field.GetValue(owner) is not { } value)
        {
            return null;
        }

        return field.FieldType.IsValueType
            ? FieldsOf(value).Select(inner => FirstReference(inner, value)).FirstOrDefault(found => found is not null)
            : value;
    }
}
