using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LeakAnalyzer.LeakTest.Profiling;

/// <summary>The tasks of a process that had not completed at some moment.</summary>
public sealed record TaskProfile
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>When it was taken.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>How long the profiler had been watching: older tasks aren't known.</summary>
    public required TimeSpan Watched { get; init; }

    /// <summary>The tasks by what they do and where they were started, those with the most tasks first; in a comparison those that grew most.</summary>
    public required IReadOnlyList<TaskProfileEntry> Entries { get; init; }

    /// <summary>How many tasks there are.</summary>
    public int Count => Entries.Sum(entry => entry.Count);

    /// <summary>The profile with the changes since an earlier one. What has gone since then is in it with a count of zero.</summary>
    /// <param name="earlier">The earlier one, of the same profiler or from another time.</param>
    public TaskProfile Since(TaskProfile earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        Dictionary<string, TaskProfileEntry> before = earlier.Entries.GroupBy(entry => entry.Key).ToDictionary(same => same.Key, same => same.First());
        HashSet<string> now = [.. Entries.Select(entry => entry.Key)];
        return this with
        {
            Entries =
            [
                .. Entries.Select(entry => entry with { Change = entry.Count - (before.TryGetValue(entry.Key, out TaskProfileEntry? old) ? old.Count : 0) })
                    .Concat(before.Values.Where(old => old.Count > 0 && !now.Contains(old.Key)).Select(old => old with { Count = 0, Change = -old.Count }))
                    .OrderByDescending(entry => entry.Change),
            ],
        };
    }

    /// <summary>The profile as JSON, which <see cref="Parse"/> reads.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, s_json);

    /// <summary>Reads a profile.</summary>
    /// <param name="json">What <see cref="ToJson"/> has written.</param>
    /// <exception cref="JsonException">It isn't that.</exception>
    public static TaskProfile Parse(string json) => JsonSerializer.Deserialize<TaskProfile>(json, s_json) ?? throw new JsonException("There is no profile.");

    /// <summary>The profile as text.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Count:N0} tasks had not completed on {TakenAt:u}, of those started in the {Length(Watched)} before:");
        for (int i = 0; i < Entries.Count; i++)
        {
            TaskProfileEntry entry = Entries[i];
            text.Append(CultureInfo.InvariantCulture, $"\n{i + 1}. {entry.Count:N0} times ");
            if (entry.Change is { } change)
            {
                text.Append(CultureInfo.InvariantCulture, $"({change:+#,0;-#,0;±0}) ");
            }

            text.AppendJoin(" → ", entry.AwaitedBy.Reverse().Append(entry.Method));
            Line(text, "of a ", entry.Owner);
            Line(text, "waits for: ", entry.WaitsFor);
            Line(text, "since: ", entry.Count > 0 ? $"{Length(entry.Oldest)} (the oldest), {Length(entry.Median)} (half of them)" : null);
            Line(text, "started at:\n      ", entry.StartedAt.Count > 0 ? string.Join("\n      ", entry.StartedAt) : null);
        }

        return text.ToString();
    }

    /// <summary>Groups what is alike.</summary>
    internal static TaskProfile Of(IEnumerable<LeakedTask> tasks, DateTimeOffset takenAt, TimeSpan watched) => new()
    {
        TakenAt = takenAt,
        Watched = watched,
        Entries =
        [
            .. tasks.Select(task => (Entry: EntryOf(task), task.Age)).GroupBy(task => task.Entry.Key).Select(alike =>
            {
                TimeSpan[] ages = [.. alike.Select(task => task.Age).Order()];
                return alike.First().Entry with { Count = ages.Length, Oldest = ages[^1], Median = ages[ages.Length / 2] };
            }).OrderByDescending(entry => entry.Count),
        ],
    };

    private static TaskProfileEntry EntryOf(LeakedTask task) =>
        new() { Method = task.Method, AwaitedBy = task.AwaitedBy, WaitsFor = task.WaitsFor, Owner = task.Owner, StartedAt = task.StartedAt, Count = 1 };

    private static void Line(StringBuilder text, string label, string? value)
    {
        if (value is not null)
        {
            text.Append("\n   ").Append(label).Append(value);
        }
    }

    private static string Length(TimeSpan time) => time switch
    {
        { TotalSeconds: < 100 } => time.TotalSeconds.ToString("0.0 's'", CultureInfo.InvariantCulture),
        { TotalMinutes: < 100 } => time.TotalMinutes.ToString("0.0 'min'", CultureInfo.InvariantCulture),
        _ => time.TotalHours.ToString("0.0 'h'", CultureInfo.InvariantCulture),
    };
}
