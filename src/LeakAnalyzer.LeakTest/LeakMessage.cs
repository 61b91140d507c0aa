using System.Globalization;
using System.Text;

namespace LeakAnalyzer.LeakTest;

/// <summary>What the user reads.</summary>
internal static class LeakMessage
{
    private const int MostTasks = 10;

    /// <summary>The message of a check that failed.</summary>
    public static string Of(IReadOnlyList<LeakedTask> leaks, TimeSpan timeout) =>
        List(leaks, $"{Count(leaks.Count)} not completed within {Seconds(timeout)} s after the checked code ended:");

    /// <summary>What is added to the failure of the body.</summary>
    public static string OfFailedBody(IReadOnlyList<LeakedTask> unfinished) =>
        List(unfinished, $"{Count(unfinished.Count)} not completed when the checked code failed:");

    /// <summary>One task.</summary>
    public static string Of(LeakedTask leak)
    {
        var text = new StringBuilder(leak.Method);
        if (leak.WaitsFor is not null)
        {
            text.Append("\n   waits for: ").Append(leak.WaitsFor);
        }

        if (leak.IsReachable is { } isReachable)
        {
            text.Append(isReachable ? "\n   is kept in memory" : "\n   was collected without ever completing: nothing referred to it any more");
        }

        if (leak.StartedAt.Count > 0)
        {
            text.Append("\n   started at:");
            foreach (string frame in leak.StartedAt)
            {
                text.Append("\n      ").Append(frame);
            }
        }

        return text.ToString();
    }

    private static string Count(int tasks) =>
        tasks == 1 ? "1 task was started and has" : string.Create(CultureInfo.InvariantCulture, $"{tasks:N0} tasks were started and have");

    private static string Seconds(TimeSpan timeout) => timeout.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>Tasks that read the same are told once, with their number.</summary>
    private static string List(IReadOnlyList<LeakedTask> tasks, string heading)
    {
        var text = new StringBuilder(heading);
        IGrouping<string, LeakedTask>[] groups = [.. tasks.GroupBy(task => task.ToString())];
        for (int i = 0; i < groups.Length && i < MostTasks; i++)
        {
            string number = groups[i].Count() is > 1 and var count ? string.Create(CultureInfo.InvariantCulture, $"{count:N0} times ") : "";
            text.Append(CultureInfo.InvariantCulture, $"\n{i + 1}. {number}{groups[i].Key}");
        }

        if (groups.Length > MostTasks)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n… and {groups.Skip(MostTasks).Sum(group => group.Count()):N0} more.");
        }

        return text.ToString();
    }
}
