using System.Reflection;
using System.Runtime.CompilerServices;

namespace LeakAnalyzer.LeakTest.Description;

/// <summary>Reads the internal fields of tasks. If a field doesn't exist in this version of .NET, the result is null.</summary>
internal static class TaskInternals
{
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly FieldInfo? s_continuation = typeof(Task).GetField("m_continuationObject", Instance);
    private static readonly FieldInfo? s_action = typeof(Task).GetField("m_action", Instance);

    /// <summary>The fields of each type. They are cached, because a check reads them often.</summary>
    private static readonly ConditionalWeakTable<Type, FieldInfo[]> s_fields = [];

    /// <summary>The state machine of the async method that returned the object; null if no async method did.</summary>
    public static object? StateMachineOf(object task) => Field(task, "StateMachine") as IAsyncStateMachine;

    /// <summary>The method that the task runs; null if it runs no delegate.</summary>
    public static MethodInfo? MethodOf(Task task) => DelegateOf(task)?.Method;

    /// <summary>The object on which the task's method is called; null for a static method.</summary>
    public static object? TargetOf(Task task) => DelegateOf(task)?.Target;

    /// <summary>The objects that run or complete when the task completes.</summary>
    public static IReadOnlyList<object> ContinuationsOf(Task task)
    {
        switch (s_continuation?.GetValue(task))
        {
            case null:
                return [];
            case List<object?> several:
                // The runtime locks this list too when it changes it.
                lock (several)
                {
                    return [.. several.OfType<object>()];
                }

            case { } one:
                return [one];
        }
    }

    /// <summary>The object that the task's async method awaits, or the antecedent if the task is a continuation.</summary>
    public static object? AwaitedByTask(Task task) => StateMachineOf(task) is { } stateMachine ? AwaitedBy(stateMachine) : Field(task, "m_antecedent");

    public static MethodInfo? MoveNextOf(object stateMachine) => stateMachine.GetType().GetMethod(nameof(IAsyncStateMachine.MoveNext), Instance);

    /// <summary>The object that the awaiter in a state machine waits for, such as a task.</summary>
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

    public static FieldInfo[] FieldsOf(object owner) => s_fields.GetValue(owner.GetType(), static type => type.GetFields(Instance));

    /// <summary>The value of a field; null if the object has no such field.</summary>
    public static object? Field(object owner, string name) => Array.Find(FieldsOf(owner), field => field.Name == name)?.GetValue(owner);

    /// <summary>The delegate of a task. Some methods of .NET, such as <c>ContinueWhenAll</c>, wrap the user's delegate; then it is the user's.</summary>
    private static Delegate? DelegateOf(Task task) => s_action?.GetValue(task) is Delegate action
        ? action.Method.Module == typeof(Task).Module && task.AsyncState is Delegate inner ? inner : action
        : null;

    /// <summary>The first reference that a field holds, directly or inside a struct.</summary>
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
