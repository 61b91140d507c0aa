namespace LeakAnalyzer.Tests.CodeFixes.OwnerCancel;

/// <summary>The frames around what a test of fix 3 is about.</summary>
internal static class OwnerCode
{
    /// <summary>The cancel and the disposal of a source that may be disposed already.</summary>
    public const string Ended =
        """
        if (!_disposeCts.IsCancellationRequested)
                {
                    _disposeCts.Cancel();
                }

                _disposeCts.Dispose();
        """;

    /// <summary>A disposable type that starts a task and drops it, before the fix.</summary>
    /// <param name="end">The members that dispose it.</param>
    /// <param name="head">The type's head.</param>
    public static string Leaking(string end, string head = "class Poller : IDisposable") => Type(
        head, "", "_ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync());", end);

    /// <summary>The same after it.</summary>
    public static string Fixed(string end, string head = "class Poller : IDisposable") => Type(
        head,
        "    private readonly CancellationTokenSource _disposeCts = new CancellationTokenSource();\n\n",
        "CancellationToken disposeToken = _disposeCts.Token;\n        _ = Task.Run(async () => await reader.ReadAsync(disposeToken));",
        end);

    private static string Type(string head, string field, string start, string end) =>
        $$"""
        {{head}}
        {
        {{field}}    public void Start(ChannelReader<int> reader)
            {
                {{start}}
            }

            {{end.ReplaceLineEndings("\n    ").Replace("\n    \n", "\n\n", StringComparison.Ordinal)}}
        }
        """;
}
