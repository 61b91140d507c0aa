using System.Runtime.CompilerServices;
using LeakAnalyzer.LeakTest.Description;
using LeakAnalyzer.LeakTest.Tracking;

namespace LeakAnalyzer.LeakTest;

/// <summary>Finds out what there is to say about each leak.</summary>
internal static class LeakReport
{
    /// <summary>All there is to say. What is reachable is told by a garbage collection.</summary>
    public static LeakedTask[] Of(IReadOnlyList<StartedTask> suspects)
    {
        List<StartedTask> leaks = WithoutInnards(suspects);
        string?[] waits = Array.ConvertAll([.. leaks], WaitOf);
        string[] methods = Array.ConvertAll([.. leaks], TaskNames.MethodOf);
        bool?[] isReachable = Reachability.Of(leaks);
        return [.. leaks.Select((leak, i) => new LeakedTask(methods[i], waits[i], isReachable[i], StartStack.Of(leak)))];
    }

    /// <summary>What there is to say about tasks that may be just ending.</summary>
    public static LeakedTask[] OfUnfinished(IReadOnlyList<StartedTask> suspects) =>
        [.. WithoutInnards(suspects).Select(task => new LeakedTask(TaskNames.MethodOf(task), WaitOf(task), isReachable: null, StartStack.Of(task)))];

    /// <summary>An async method of .NET that another suspect waits for is what that one waits for, and no leak of its own.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<StartedTask> WithoutInnards(IReadOnlyList<StartedTask> suspects)
    {
        object?[] machines = [.. suspects.Select(StateMachineOf)];
        HashSet<object> awaited = [.. machines.OfType<object>().Select(TaskInternals.AwaitedBy).OfType<object>()
            .Select(found => TaskInternals.StateMachineOf(found) ?? found)];
        return [.. suspects.Where((_, i) =>
            machines[i] is not { } machine || !Frameworks.IsRuntime(machine.GetType().Assembly) || !awaited.Contains(machine))];
    }

    /// <summary>The state machine; one that is a struct stands for itself through the task that holds it.</summary>
    private static object? StateMachineOf(StartedTask started) =>
        TaskTable.Find(started.Id) is { } task ? TaskInternals.StateMachineOf(task) : null;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string? WaitOf(StartedTask started) => TaskTable.Find(started.Id) is { } task ? Waits.Of(task) : null;
}
