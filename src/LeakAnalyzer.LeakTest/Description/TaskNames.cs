using System.Reflection;
using LeakAnalyzer.LeakTest.Tracking;

namespace LeakAnalyzer.LeakTest.Description;

/// <summary>Names the method that a task runs.</summary>
internal static class TaskNames
{
    /// <summary>The name of the method: with its type if the task still exists, otherwise the bare name from the runtime's event.</summary>
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

    /// <summary>The assembly of the code that the task runs; null if unknown.</summary>
    public static Assembly? AssemblyOf(StartedTask started) => TaskTable.Find(started.Id) is { } task
        ? TaskInternals.StateMachineOf(task)?.GetType().Assembly ?? TaskInternals.MethodOf(task)?.Module.Assembly
        : null;
}
