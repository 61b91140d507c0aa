namespace LeakAnalyzer.LeakTest;

/// <summary>A task that was started under a <see cref="LeakCheck"/> and has not completed.</summary>
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

    /// <summary>The method, lambda or local function that the task runs, written as in source code: <c>Orders.ImportAsync lambda</c>.</summary>
    public string Method { get; }

    /// <summary>The operation for which the task waits, such as <c>ChannelReader&lt;int&gt;.ReadAsync</c>; null if unknown.</summary>
    public string? WaitsFor { get; }

    /// <summary>
    /// The methods that wait for the task: first the one that awaits it, then the one that awaits that, and so on. They aren't reported as leaks of
    /// their own. If several methods await the same task, only the first is listed.
    /// </summary>
    public IReadOnlyList<string> AwaitedBy { get; internal init; } = [];

    /// <summary>
    /// The disposable object whose method the task runs, and whether it was disposed: <c>Connection that wasn't disposed</c>; null if there is none.
    /// </summary>
    public string? Owner { get; internal init; }

    /// <summary>True if the task is kept in memory; false if it was collected without ever completing; null if unknown.</summary>
    public bool? IsReachable { get; }

    /// <summary>
    /// The stack of the start, the innermost frame first, with file and line if there are symbols. Frames of the runtime and the test framework are
    /// left out. Only the innermost 40 frames are searched, or more if all of these belong to .NET; if the stack continues, the last line is
    /// <c>…</c>. The list is empty if no stack of a start of this method was captured (see <see cref="LeakCheckOptions.StacksPerMethod"/>).
    /// </summary>
    public IReadOnlyList<string> StartedAt { get; }

    /// <summary>True if the stack was captured at this very start; false if it comes from an earlier start of the same method.</summary>
    public bool IsStartExact { get; internal init; } = true;

    internal TimeSpan Age { get; init; }

    internal bool HasStack { get; }

    /// <summary>The description of the task, as in the message of <see cref="LeakException"/>.</summary>
    public override string ToString() => LeakMessage.Of(this);
}
