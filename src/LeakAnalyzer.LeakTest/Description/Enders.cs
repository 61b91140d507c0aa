using System.Diagnostics;
using System.Reflection;
using LeakAnalyzer.LeakTest.Tracking;

namespace LeakAnalyzer.LeakTest.Description;

/// <summary>The tasks that run or await the code that ends the check. They can't complete before the check ends, so they are no leaks.</summary>
/// <param name="awaiting">The object that awaits the end of the check; null if this thread blocks until the end.</param>
internal sealed class Enders(object? awaiting)
{
    /// <summary>Removes from the unfinished tasks those that run or await the code that ends the check, directly or indirectly.</summary>
    public void RemoveFrom(List<StartedTask> suspects)
    {
        if (suspects.Count == 0)
        {
            return;
        }

        HashSet<object> enders = awaiting is null ? RunningHere(suspects) : [awaiting];
        while (enders.Count > 0 && suspects.RemoveAll(suspect => IsEnder(suspect, enders)) > 0)
        {
        }
    }

    private static bool IsEnder(StartedTask suspect, HashSet<object> enders)
    {
        if (TaskTable.Find(suspect.Id) is not { } task)
        {
            return false;
        }

        bool isEnder = enders.Contains(task)
            || (TaskInternals.StateMachineOf(task) is { } stateMachine
                && TaskInternals.AwaitedBy(stateMachine) is { } awaited
                && enders.Contains(awaited));
        if (isEnder)
        {
            enders.Add(task);
        }

        return isEnder;
    }

    /// <summary>The tasks that run on this thread now: their methods are on its stack and await nothing.</summary>
    private static HashSet<object> RunningHere(List<StartedTask> suspects)
    {
        HashSet<(Module, int)> onStack = [.. new StackTrace(fNeedFileInfo: false).GetFrames()
            .Select(frame => frame.GetMethod()).OfType<MethodBase>().Where(method => method.HasMetadataToken()).Select(Identity)];
        var running = new HashSet<object>();
        foreach (StartedTask suspect in suspects)
        {
            if (TaskTable.Find(suspect.Id) is { } task && RunningMethod(task) is { } method && method.HasMetadataToken() && onStack.Contains(Identity(method)))
            {
                running.Add(task);
            }
        }

        return running;
    }

    private static MethodBase? RunningMethod(Task task) => TaskInternals.StateMachineOf(task) is { } stateMachine
        ? TaskInternals.AwaitedBy(stateMachine) is null ? TaskInternals.MoveNextOf(stateMachine) : null
        : task.Status == TaskStatus.Running ? TaskInternals.MethodOf(task) : null;

    /// <summary>Identifies a method by its metadata token, because a stack frame doesn't contain the type arguments of a generic method.</summary>
    private static (Module, int) Identity(MethodBase method) => (method.Module, method.MetadataToken);
}
