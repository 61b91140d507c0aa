namespace LeakAnalyzer.LeakTest.Profiling;

/// <summary>Tasks of a process that do the same, and were started at the same place.</summary>
public sealed record TaskProfileEntry
{
    private const int FramesOfPlace = 2;

    /// <summary>The method, lambda or local function that has not completed.</summary>
    public required string Method { get; init; }

    /// <summary>The methods that wait for it, the innermost first.</summary>
    public IReadOnlyList<string> AwaitedBy { get; init; } = [];

    /// <summary>What it waits for; null where that can't be known.</summary>
    public string? WaitsFor { get; init; }

    /// <summary>The disposable object whose method it is, with what is known of its disposal; null where there is none.</summary>
    public string? Owner { get; init; }

    /// <summary>The stack of the start, the innermost frame first; where no stack of a start was taken, that of an earlier one.</summary>
    public IReadOnlyList<string> StartedAt { get; init; } = [];

    /// <summary>How many tasks.</summary>
    public required int Count { get; init; }

    /// <summary>How many more there are than in an earlier profile; null where it wasn't compared with one.</summary>
    public int? Change { get; init; }

    /// <summary>How long ago the first of them was started.</summary>
    public TimeSpan Oldest { get; init; }

    /// <summary>How long ago half of them had been started.</summary>
    public TimeSpan Median { get; init; }

    /// <summary>What tells one entry from another: of the stack, its innermost frames, which say who started what.</summary>
    internal string Key => string.Join('\n', [Method, .. AwaitedBy, "", WaitsFor ?? "", .. StartedAt.Take(FramesOfPlace)]);
}
