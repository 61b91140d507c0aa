namespace LeakAnalyzer.LeakTest;

/// <summary>Work that was started under a <see cref="LeakCheck"/> and has not completed.</summary>
public sealed class LeakedTask
{
    internal LeakedTask(string method, string? waitsFor, bool? isReachable, IReadOnlyList<string> startedAt, bool hasStack)
    {
        Method = method;
        WaitsFor = waitsFor;
        IsReachable = isReachable;
        StartedAt = startedAt;
        HasStack = hasStack;
    }

    /// <summary>The method, lambda or local function that has not completed, as one would write it: <c>Orders.ImportAsync lambda</c>.</summary>
    public string Method { get; }

    /// <summary>What the work is waiting for, like <c>ChannelReader&lt;int&gt;.ReadAsync</c>; null where that can't be known.</summary>
    public string? WaitsFor { get; }

    /// <summary>
    /// Whether the task is kept in memory (true), or was collected without ever completing (false); null where that can't be known.
    /// </summary>
    public bool? IsReachable { get; }

    /// <summary>
    /// The stack of the start, the innermost frame first, without the frames of the runtime and the test framework, with file and
    /// line where symbols are there. No more than the innermost 40 frames are looked at; where the stack goes on, the last line is
    /// <c>…</c>. Empty where no stack was taken (<see cref="LeakCheckOptions.StacksPerMethod"/>).
    /// </summary>
    public IReadOnlyList<string> StartedAt { get; }

    /// <summary>Whether a stack of the start was taken.</summary>
    internal bool HasStack { get; }

    /// <summary>The task as the message of <see cref="LeakException"/> tells it.</summary>
    public override string ToString() => LeakMessage.Of(this);
}
