namespace LeakAnalyzer.Tests.CodeFixes.OwnerCancel;

/// <summary>Tests that a loop that only a success ends gets a token where it sleeps.</summary>
public class RetryTests
{
    [Theory]
    [InlineData("while (true) { if (System.IO.File.Exists(\"x\")) { return; } await Task.Delay(20); }", "Task.Delay(20, disposeToken)")]
    [InlineData("while (!System.IO.File.Exists(\"x\")) { await Task.Delay(20); }", "Task.Delay(20, disposeToken)")]
    [InlineData("using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1)); while (await timer.WaitForNextTickAsync()) { if (System.IO.File.Exists(\"x\")) { return; } }", "timer.WaitForNextTickAsync(disposeToken)")]
    public Task The_Sleep_Gets_The_Token(string loop, string cancelled) => VerifyFix.CancelsOnDispose(
        Poller("", $$"""_ = {|LEAK010:Task.Run|}(async () => { {{loop}} });""", ""),
        Poller(
            "private readonly CancellationTokenSource _disposeCts = new CancellationTokenSource();\n\n    ",
            $$"""
            CancellationToken disposeToken = _disposeCts.Token;
                    _ = Task.Run(async () => { {{loop.Replace(cancelled.Replace(", disposeToken", "", StringComparison.Ordinal).Replace("disposeToken", "", StringComparison.Ordinal), cancelled, StringComparison.Ordinal)}} });
            """,
            "\n        " + OwnerCode.Ended));

    private static string Poller(string field, string start, string end) =>
        $$"""
        class Poller : IDisposable
        {
            {{field}}public void Start()
            {
                {{start}}
            }

            public void Dispose()
            {{{end}}
            }
        }
        """;
}
