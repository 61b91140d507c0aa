using LeakAnalyzer.CodeFixes.Editing;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.CodeFixes.OwnerCancel;

/// <summary>
/// Creates the lines that a fix adds to <c>Dispose</c> or a similar method. They cancel a source, wait for the tasks with its token, and dispose the source.
/// </summary>
/// <remarks>
/// An object may be disposed twice, but <c>Cancel</c> of a disposed source throws. So lines that may run twice first read
/// <c>IsCancellationRequested</c>, which never throws.
/// </remarks>
internal sealed class EndLines(string source, bool mayBeNull, DocumentLayout layout, bool bracesOnOwnLines)
{
    private readonly List<string> _lines = [];

    /// <summary>Creates the lines for one position in such a method.</summary>
    /// <param name="end">The position, and what the lines do there.</param>
    /// <param name="tasks">The members that hold the tasks to be awaited, and whether each may be null.</param>
    /// <param name="function">The function that contains the position.</param>
    /// <param name="model">The semantic model of the function's document.</param>
    public IReadOnlyList<string> Of(EndPlace end, IEnumerable<(string Task, bool MayBeNull)> tasks, SyntaxNode function, SemanticModel model)
    {
        if (end.Acts.HasFlag(EndActs.Cancel))
        {
            Cancel(end, function, model);
        }

        foreach ((string task, bool taskMayBeNull) in tasks)
        {
            Join(end, task, taskMayBeNull, function, model);
        }

        if (end.Acts.HasFlag(EndActs.Dispose))
        {
            Add(mayBeNull ? $"{source}?.Dispose();" : $"{source}.Dispose();");
        }

        return end.Flag is { } flag && _lines.Count > 0 ? layout.Block($"if ({NameAllocator.Escape(flag)})", _lines, bracesOnOwnLines) : _lines;
    }

    private void Cancel(EndPlace end, SyntaxNode function, SemanticModel model)
    {
        string cancel = CancelCall.Of(source, function, end.Awaits != EndAwaits.Cannot, model);
        bool isAwaited = cancel.StartsWith("await ", StringComparison.Ordinal);
        string isLive = $"!{source}.{nameof(CancellationTokenSource.IsCancellationRequested)}";
        switch (mayBeNull, end.IsOnce)
        {
            case (false, true):
                Add(cancel + ";");
                break;
            case (true, true) when !isAwaited:
                Add($"{source}?.Cancel();");
                break;
            case (true, true):
                AddBlock($"if ({source} != null)", cancel + ";");
                break;
            case (true, false):
                AddBlock($"if ({source} != null && {isLive})", cancel + ";");
                break;
            default:
                AddBlock($"if ({isLive})", cancel + ";");
                break;
        }
    }

    /// <summary>Adds an <c>await</c> that waits for a task but doesn't throw its exception: <c>await Task.WhenAny(_task)</c>.</summary>
    private void Join(EndPlace end, string task, bool taskMayBeNull, SyntaxNode function, SemanticModel model)
    {
        string type = JoinStatements.TypeName("System.Threading.Tasks", nameof(Task), function.SpanStart, model);
        string joined = end.WaitToken is { } token ? $"{task}.WaitAsync({NameAllocator.Escape(token)})" : task;
        string join = $"await {type}.{nameof(Task.WhenAny)}({joined}){(AwaitHabit.LeavesContext(function) ? ".ConfigureAwait(false)" : "")};";
        if (taskMayBeNull)
        {
            AddBlock($"if ({task} != null)", join);
        }
        else
        {
            Add(join);
        }
    }

    private void Add(string line)
    {
        if (_lines.LastOrDefault() == "}")
        {
            _lines.Add("");
        }

        _lines.Add(line);
    }

    private void AddBlock(string head, string line)
    {
        if (_lines.Count > 0)
        {
            _lines.Add("");
        }

        _lines.AddRange(layout.Block(head, [line], bracesOnOwnLines));
    }
}
