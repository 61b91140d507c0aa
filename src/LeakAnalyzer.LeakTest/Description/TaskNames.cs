using System.Reflection;
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

        return started.Report?.Method ?? MethodNames.Unmangle(started.Operation[(started.Operation.IndexOf(": ", StringComparison.Ordinal) + 2)..]);
    }

    /// <summary>Whose code it runs; null where that is not known.</summary>
    public static Assembly? AssemblyOf(StartedTask started) => TaskTable.Find(started.Id) is { } task
        ? TaskInternals.StateMachineOf(task)?.GetType().Assembly ?? TaskInternals.MethodOf(task)?.Module.Assembly
        : null;
}
