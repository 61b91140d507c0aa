using System.Globalization;
using System.Text;

namespace LeakAnalyzer.LeakTest;

/// <summary>Writes the messages for the user.</summary>
internal static class LeakMessage
{
    private const int MostTasks = 10;
    private const int MostStacks = 3;

    /// <summary>The message of a check that failed.</summary>
    public static string Of(IReadOnlyList<LeakedTask> leaks, IReadOnlyList<string> registrations, TimeSpan timeout)
    {
        string tasks = leaks.Count == 0 ? "" : List(leaks, $"{Count(leaks.Count)} not completed within {Seconds(timeout)} s after the checked code ended:");
        if (registrations.Count == 0)
        {
            return tasks;
        }

        var text = new StringBuilder(tasks).Append(leaks.Count == 0 ? "" : "\n").Append("Left on a token that lives longer:");
        foreach (IGrouping<string, string> alike in registrations.GroupBy(registration => registration))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n- {(alike.Count() > 1 ? $"{alike.Count():N0} times " : "")}{alike.Key}");
        }

        return text.ToString();
    }

    /// <summary>The text that is added to an exception which the checked code itself has thrown.</summary>
    public static string OfFailedBody(IReadOnlyList<LeakedTask> unfinished) =>
        List(unfinished, $"{Count(unfinished.Count)} not completed when the checked code failed:");

    /// <summary>The description of one task.</summary>
    public static string Of(LeakedTask leak) => Of([leak]);

    /// <summary>The description of tasks that differ only in where they were started.</summary>
    private static string Of(IReadOnlyCollection<LeakedTask> alike)
    {
        LeakedTask leak = alike.First();
        var text = new StringBuilder(ChainOf(leak));
        if (leak.Owner is not null)
        {
            text.Append("\n   of a ").Append(leak.Owner);
        }

        if (leak.WaitsFor is not null)
        {
            text.Append("\n   waits for: ").Append(leak.WaitsFor);
        }

        if (leak.IsReachable is { } isReachable)
        {
            text.Append(isReachable ? "\n   is kept in memory" : "\n   was collected without ever completing: nothing referred to it any more");
        }

        LeakedTask[] placed = [.. alike.Where(task => task.StartedAt.Count > 0)];
        bool areExact = placed.Any(task => task.IsStartExact);
        string[] stacks = [.. placed.Where(task => task.IsStartExact == areExact).Select(task => string.Join("\n      ", task.StartedAt)).Distinct()];
        for (int i = 0; i < stacks.Length && i < MostStacks; i++)
        {
            text.Append(i > 0 ? "\n   or at:\n      " : areExact ? "\n   started at:\n      " : "\n   started as before, when it was at:\n      ").Append(stacks[i]);
        }

        if (stacks.Length == 0 && !alike.Any(task => task.HasStack))
        {
            text.Append("\n   no stack of its start was taken (see StacksPerMethod)");
        }
        else if (stacks.Length > MostStacks)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n   or at {stacks.Length - MostStacks:N0} more places");
        }

        return text.ToString();
    }

    /// <summary>The methods of the tasks that wait, each for the next one, and last the method of the task that never completes.</summary>
    private static string ChainOf(LeakedTask leak) => string.Join(" → ", leak.AwaitedBy.Reverse().Append(leak.Method));

    private static string Count(int tasks) =>
        tasks == 1 ? "1 task was started and has" : string.Create(CultureInfo.InvariantCulture, $"{tasks:N0} tasks were started and have");

    private static string Seconds(TimeSpan timeout) => timeout.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>A list with one entry for all tasks that differ only in where they were started.</summary>
    private static string List(IReadOnlyList<LeakedTask> tasks, string heading)
    {
        var text = new StringBuilder(heading);
        LeakedTask[][] groups = [.. tasks.GroupBy(task => (ChainOf(task), task.WaitsFor, task.Owner, task.IsReachable), (_, alike) => alike.ToArray())];
        for (int i = 0; i < groups.Length && i < MostTasks; i++)
        {
            string number = groups[i].Length > 1 ? string.Create(CultureInfo.InvariantCulture, $"{groups[i].Length:N0} times ") : "";
            text.Append(CultureInfo.InvariantCulture, $"\n{i + 1}. {number}{Of(groups[i])}");
        }

        if (groups.Length > MostTasks)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n… and {groups.Skip(MostTasks).Sum(alike => alike.Length):N0} more");
        }

        return text.ToString();
    }
}
