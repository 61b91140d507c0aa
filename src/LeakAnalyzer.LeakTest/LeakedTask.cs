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
    /// The methods that wait for it: the one that awaits it, the one that awaits that, and so on. They are no leaks of their own. Where several
    /// await the same, it is the first of them.
    /// </summary>
    public IReadOnlyList<string> AwaitedBy { get; internal init; } = [];

    /// <summary>
    /// The disposable object whose method it is, with what is known of its disposal: <c>Connection that wasn't disposed</c>; null where there is
    /// none.
    /// </summary>
    public string? Owner { get; internal init; }

    /// <summary>
    /// Whether the task is kept in memory (true), or was collected without ever completing (false); null where that can't be known.
    /// </summary>
    public bool? IsReachable { get; }

    /// <summary>
    /// The stack of the start, the innermost frame first, without the frames of the runtime and the test framework, with file and
    /// line where symbols are there. No more than the innermost 40 frames are looked at, unless all of them are .NET's; where the stack goes on,
    /// the last line is <c>…</c>. Empty where no stack was ever taken of a start of this method
    /// (<see cref="LeakCheckOptions.StacksPerMethod"/>).
    /// </summary>
    public IReadOnlyList<string> StartedAt { get; }

    /// <summary>Whether the stack is that of this very start (true), or of the last start of the same method of which one was taken (false).</summary>
    public bool IsStartExact { get; internal init; } = true;

    /// <summary>How long ago it was started.</summary>
    internal TimeSpan Age { get; init; }

    /// <summary>Whether a stack of the start was taken.</summary>
    internal bool HasStack { get; }

    /// <summary>The task as the message of <see cref="LeakException"/> tells it.</summary>
    public override string ToString() => LeakMessage.Of(this);
}
