using LeakAnalyzer.CodeFixes;
using LeakAnalyzer.CodeFixes.Reports;

namespace LeakAnalyzer.Tests.CodeFixes.OwnerCancel;

/// <summary>Tests the titles of the fix that cancels a task when its object is disposed.</summary>
public class TitleTests
{
    [Theory]
    [InlineData("_ = {|LEAK001:WaitAsync|}();", "Cancel the wait when 'Poller' is disposed")]
    [InlineData("_ = {|LEAK004:LoopAsync|}();", "Cancel the loop when 'Poller' is disposed")]
    [InlineData("_kept = {|LEAK010:WaitAsync|}();", "Cancel the task when 'Poller' is disposed")]
    public async Task The_Title_Says_What_Is_Cancelled_When(string start, string title)
    {
        string source = Type(start, "", "");
        string expected = Type(
            start.Replace("()", "(_disposeCts.Token)", StringComparison.Ordinal).Replace("{|LEAK001:WaitAsync|}", "WaitAsync", StringComparison.Ordinal)
                .Replace("{|LEAK004:LoopAsync|}", "LoopAsync", StringComparison.Ordinal).Replace("{|LEAK010:WaitAsync|}", "WaitAsync", StringComparison.Ordinal),
            "\n    private readonly CancellationTokenSource _disposeCts = new CancellationTokenSource();",
            "\n        " + OwnerCode.Ended.ReplaceLineEndings("\n"));

        Assert.Equal(title, await VerifyFix.TitleOf(FixKind.CancelOnDispose, source, expected));
    }

    private static string Type(string start, string field, string end) =>
        $$"""
        class Poller : IDisposable
        {
            private Task? _kept = null;{{field}}

            public void Start()
            {
                {{start}}
            }

            public void Dispose()
            {{{end}}
                Console.WriteLine(_kept?.Status);
            }

            private static async Task WaitAsync(CancellationToken stop = default) => await Task.Delay(-1, stop);

            private static async Task LoopAsync(CancellationToken stop = default)
            {
                while (true)
                {
                    await Task.Delay(10, stop);
                }
            }
        }
        """;

    [Fact]
    public async Task A_Source_That_Is_There_Is_Named() => Assert.Equal(
        "Cancel '_stop' before it is disposed",
        await VerifyFix.TitleOf(
            FixKind.CancelBeforeDispose,
            """
            class Poller : IDisposable
            {
                private readonly CancellationTokenSource _stop = {|LEAK003:new()|};

                public void Start()
                {
                    _ = WaitAsync(_stop.Token);
                }

                public void Dispose()
                {
                    _stop.Dispose();
                }

                private static async Task WaitAsync(CancellationToken stop = default) => await Task.Delay(-1, stop);
            }
            """,
            """
            class Poller : IDisposable
            {
                private readonly CancellationTokenSource _stop = new();

                public void Start()
                {
                    _ = WaitAsync(_stop.Token);
                }

                public void Dispose()
                {
                    _stop.Cancel();
                    _stop.Dispose();
                }

                private static async Task WaitAsync(CancellationToken stop = default) => await Task.Delay(-1, stop);
            }
            """));
}
