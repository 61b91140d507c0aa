using LeakAnalyzer.LeakTest.Tracking;

namespace LeakAnalyzer.LeakTest.Description;

/// <summary>The method that a started task runs.</summary>
internal static class TaskNames
{
    /// <summary>Its name with the type, from the task itself; where that is not known, without the type, from what the runtime told.</summary>
    public static string MethodOf(StartedTask started)
    {
        if (TaskTable.Find(started.Id) is { } task)
        {
            if (TaskInternals.StateMachineOf(task) is { } stateMachine)
            {
                return MethodNames.OfStateMachine(stateMachine.GetType());
            }

            if (TaskInternals.MethodOf(task) is { } method)
            {
                return MethodNames.Of(method);
            }
        }

        return MethodNames.Unmangle(started.Operation[(started.Operation.IndexOf(": ", StringComparison.Ordinal) + 2)..]);
    }
}
