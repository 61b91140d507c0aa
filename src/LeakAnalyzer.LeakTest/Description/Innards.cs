using System.Runtime.CompilerServices;
using LeakAnalyzer.LeakTest.Tracking;

namespace LeakAnalyzer.LeakTest.Description;

/// <summary>Async methods of .NET that another suspect waits for: they are what that one waits for, and no leaks of their own.</summary>
internal static class Innards
{
    /// <summary>The suspects without them.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static List<StartedTask> RemovedFrom(IReadOnlyList<StartedTask> suspects)
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
}
