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
        var innards = new Dictionary<object, StartedTask>(ReferenceEqualityComparer.Instance);
        var awaited = new HashSet<object>(ReferenceEqualityComparer.Instance);
        foreach (StartedTask suspect in suspects)
        {
            if (TaskTable.Find(suspect.Id) is not { } task || TaskInternals.StateMachineOf(task) is not { } stateMachine)
            {
                continue;
            }

            if (TaskInternals.AwaitedBy(stateMachine) is { } found)
            {
                awaited.Add(found);
            }

            // An iterator is awaited itself, others are by their task.
            if (Frameworks.IsRuntime(stateMachine.GetType().Assembly))
            {
                innards[task] = suspect;
                innards[stateMachine] = suspect;
            }
        }

        HashSet<StartedTask> hidden = [.. innards.Where(pair => awaited.Contains(pair.Key)).Select(pair => pair.Value)];
        return [.. suspects.Where(suspect => !hidden.Contains(suspect))];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string? WaitOf(StartedTask started) => TaskTable.Find(started.Id) is { } task ? Waits.Of(task) : null;
}
