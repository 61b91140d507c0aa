namespace LeakAnalyzer.Tests.CodeFixes.OwnerCancel;

/// <summary>Creates the code of a type for tests of the fix that cancels a task when its object is disposed.</summary>
internal static class OwnerCode
{
    /// <summary>The statements that cancel and dispose the new source.</summary>
    public const string Ended =
        """
        if (!_disposeCts.IsCancellationRequested)
                {
                    _disposeCts.Cancel();
                }

                _disposeCts.Dispose();
        """;

    /// <summary>Creates a disposable type that starts a task and drops it, before the fix.</summary>
    /// <param name="end">The members that dispose the object.</param>
    /// <param name="head">The type's declaration, up to its opening brace.</param>
    public static string Leaking(string end, string head = "class Poller : IDisposable") => Type(
        head, "", "_ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync());", end);

    /// <summary>Creates the same type as <see cref="Leaking"/>, after the fix.</summary>
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
