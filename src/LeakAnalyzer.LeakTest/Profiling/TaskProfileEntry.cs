namespace LeakAnalyzer.LeakTest.Profiling;

/// <summary>A group of tasks that do the same and were started at the same place.</summary>
public sealed record TaskProfileEntry
{
    private const int FramesOfPlace = 2;

    /// <summary>The method, lambda or local function that the tasks run.</summary>
    public required string Method { get; init; }

    /// <summary>The methods that wait for the tasks, the innermost first.</summary>
    public IReadOnlyList<string> AwaitedBy { get; init; } = [];

    /// <summary>The operation for which the tasks wait; null if unknown.</summary>
    public string? WaitsFor { get; init; }

    /// <summary>The disposable object whose method the tasks run, and whether it was disposed; null if there is none.</summary>
    public string? Owner { get; init; }

    /// <summary>
    /// The stack of the start, the innermost frame first. If no stack of these starts was captured, it comes from an earlier start of the same
    /// method.
    /// </summary>
    public IReadOnlyList<string> StartedAt { get; init; } = [];

    /// <summary>The number of tasks.</summary>
    public required int Count { get; init; }

    /// <summary>The difference from the count in an earlier profile; null if there was no comparison.</summary>
    public int? Change { get; init; }

    /// <summary>The age of the oldest task.</summary>
    public TimeSpan Oldest { get; init; }

    /// <summary>The median age of the tasks.</summary>
    public TimeSpan Median { get; init; }

    /// <summary>The key of the group. Only the innermost frames of the stack are part of it, because they show which method started the task.</summary>
    internal string Key => string.Join('\n', [Method, .. AwaitedBy, "", WaitsFor ?? "", .. StartedAt.Take(FramesOfPlace)]);
}
