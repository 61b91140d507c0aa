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
        List<StartedTask> leaks = Innards.RemovedFrom(suspects);
        string?[] waits = Array.ConvertAll([.. leaks], WaitOf);
        string[] methods = Array.ConvertAll([.. leaks], TaskNames.MethodOf);
        bool?[] isReachable = Reachability.Of(leaks);
        for (int i = 0; i < leaks.Count; i++)
        {
            leaks[i].Report = Told(leaks[i], methods[i], waits[i], isReachable[i]);
        }

        return [.. leaks.Select(leak => leak.Report!)];
    }

    /// <summary>What there is to say about tasks that may be just ending.</summary>
    public static LeakedTask[] OfUnfinished(IReadOnlyList<StartedTask> suspects) =>
        [.. Innards.RemovedFrom(suspects).Select(task => Told(task, TaskNames.MethodOf(task), WaitOf(task), isReachable: null))];

    private static LeakedTask Told(StartedTask task, string method, string? wait, bool? isReachable) =>
        new(method, wait, isReachable, StartStack.Of(task), task.Place is not null);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string? WaitOf(StartedTask started) => TaskTable.Find(started.Id) is { } task ? Waits.Of(task) : started.Report?.WaitsFor;
}
