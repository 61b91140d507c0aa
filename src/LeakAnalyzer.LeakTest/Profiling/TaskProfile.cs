using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LeakAnalyzer.LeakTest.Profiling;

/// <summary>A snapshot of the tasks of a process that have not completed.</summary>
public sealed record TaskProfile
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>When the snapshot was taken.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>How long the profiler had been watching. Tasks that are older aren't included.</summary>
    public required TimeSpan Watched { get; init; }

    /// <summary>
    /// The tasks, grouped by what they do and where they were started. The largest group comes first, or in a comparison the group that grew most.
    /// </summary>
    public required IReadOnlyList<TaskProfileEntry> Entries { get; init; }

    /// <summary>The total number of tasks.</summary>
    public int Count => Entries.Sum(entry => entry.Count);

    /// <summary>Compares the profile with an earlier one. Groups that no longer exist are included with a count of zero.</summary>
    /// <param name="earlier">The earlier profile. It may come from another profiler or process.</param>
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

    /// <summary>Writes the profile as JSON, which <see cref="Parse"/> reads.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, s_json);

    /// <summary>Reads a profile from JSON.</summary>
    /// <param name="json">JSON that <see cref="ToJson"/> has written.</param>
    /// <exception cref="JsonException">The text isn't a profile.</exception>
    public static TaskProfile Parse(string json) => JsonSerializer.Deserialize<TaskProfile>(json, s_json) ?? throw new JsonException("There is no profile.");

    /// <summary>Writes the profile as text.</summary>
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

    /// <summary>Creates a profile in which equal tasks are grouped.</summary>
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
