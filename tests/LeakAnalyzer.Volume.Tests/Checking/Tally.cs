using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace LeakAnalyzer.Volume.Tests.Checking;

/// <summary>Counts how often each fix was offered, applied, and right. The key of a fix is the action's equivalence key.</summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<string, int[]> _counts = [];
    private readonly ConcurrentDictionary<string, int> _others = [];

    private enum Column
    {
        Offered,
        Tried,
        Passed,
        TriedForAll,
        PassedForAll,
    }

    public void Offer(string key) => Count(key, Column.Offered, 1);

    /// <summary>Counts a fix that was applied to one report.</summary>
    public void Try(string key, bool isRight)
    {
        Count(key, Column.Tried, 1);
        Count(key, Column.Passed, isRight ? 1 : 0);
    }

    /// <summary>Counts a fix that was applied with fix-all.</summary>
    public void TryForAll(string key, bool isRight)
    {
        Count(key, Column.TriedForAll, 1);
        Count(key, Column.PassedForAll, isRight ? 1 : 0);
    }

    /// <summary>Counts something else, such as projects.</summary>
    public void See(string what, int times = 1) => _others.AddOrUpdate(what, times, (_, count) => count + times);

    /// <summary>Gets how often a fix was applied to one report and was right.</summary>
    public int Passed(string key) => _counts.TryGetValue(key, out int[]? row) ? row[(int)Column.Passed] : 0;

    public int Tried => _counts.Values.Sum(row => row[(int)Column.Tried] + row[(int)Column.TriedForAll]);

    /// <summary>Writes the counts as Markdown.</summary>
    public override string ToString()
    {
        var table = new StringBuilder();
        table.AppendLine("| fix | offered | tried | passed | fix-all tried | passed |").AppendLine("| --- | ---: | ---: | ---: | ---: | ---: |");
        foreach ((string key, int[] row) in _counts.OrderBy(row => row.Key, StringComparer.Ordinal))
        {
            table.AppendLine(CultureInfo.InvariantCulture, $"| {key} | {string.Join(" | ", row)} |");
        }

        foreach ((string what, int count) in _others.OrderBy(other => other.Key, StringComparer.Ordinal))
        {
            table.AppendLine().Append(CultureInfo.InvariantCulture, $"{what}: {count}");
        }

        return table.ToString();
    }

    private void Count(string key, Column column, int times) =>
        Interlocked.Add(ref _counts.GetOrAdd(key, _ => new int[Enum.GetValues<Column>().Length])[(int)column], times);
}
