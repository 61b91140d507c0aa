using System.Runtime.CompilerServices;
using LeakAnalyzer.LeakTest.Description;
using LeakAnalyzer.LeakTest.Tracking;

namespace LeakAnalyzer.LeakTest;

/// <summary>Finds out what there is to say about each leak.</summary>
internal static class LeakReport
{
    /// <summary>All there is to say. What is reachable is told by a garbage collection.</summary>
    public static LeakedTask[] Of(IReadOnlyList<StartedTask> started)
    {
        string?[] waits = Array.ConvertAll([.. started], WaitOf);
        string[] methods = Array.ConvertAll([.. started], TaskNames.MethodOf);
        bool?[] isReachable = Reachability.Of(started);
        return [.. started.Select((task, i) => new LeakedTask(methods[i], waits[i], isReachable[i], StartStack.Of(task)))];
    }

    /// <summary>What there is to say about tasks that may be just ending.</summary>
    public static LeakedTask[] OfUnfinished(IReadOnlyList<StartedTask> started) =>
        [.. started.Select(task => new LeakedTask(TaskNames.MethodOf(task), WaitOf(task), isReachable: null, StartStack.Of(task)))];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string? WaitOf(StartedTask started) => TaskTable.Find(started.Id) is { } task ? Waits.Of(task) : null;
}
