namespace LeakAnalyzer.Tests.CodeFixes.LinkToScope;

/// <summary>Tests how the fixes replace the token that a loop asks, and that they aren't offered where another token can't be written in its place.</summary>
public class TokenLoopTests
{
    [Theory]
    [InlineData("while (true) { if (token.IsCancellationRequested) break; Console.Write(1); await Task.Delay(100); }")]
    [InlineData("for (;;) { await Task.Delay(100, token); if (token.IsCancellationRequested) return; }")]
    [InlineData("while (token is { IsCancellationRequested: false }) { await Task.Delay(100); }")]
    [InlineData("while (Running(token)) { await Task.Delay(100); }")]
    [InlineData("while (true) { try { if (token.IsCancellationRequested) { break; } await Task.Delay(100, token); } catch (Exception) { } }")]
    public Task The_Linked_Token_Replaces_The_Callers(string loop) => VerifyFix.Links(
        $$"""
        static class C
        {
            public static async Task ExportAsync(CancellationToken token)
            {
                _ = {|LEAK002:Task.Run|}(async () => { {{loop}} });
                await Task.Delay(10, token);
            }

            private static bool Running(CancellationToken stop) => !stop.IsCancellationRequested;
        }
        """,
        $$"""
        static class C
        {
            public static async Task ExportAsync(CancellationToken token)
            {
                using var linkedCts = CancellationTokenSource.CreateLinkedTokenSource(token);
                CancellationToken linkedToken = linkedCts.Token;
                try
                {
                    _ = Task.Run(async () => { {{loop.Replace("token", "linkedToken", StringComparison.Ordinal)}} });
                    await Task.Delay(10, token);
                }
                finally
                {
                    await linkedCts.CancelAsync();
                }
            }

            private static bool Running(CancellationToken stop) => !stop.IsCancellationRequested;
        }
        """);

    [Theory]
    [InlineData("CancellationToken token", "while (!token.WaitHandle.WaitOne(100)) { Console.Write(1); }")]
    [InlineData("CancellationToken token", "while (true) { if (token.WaitHandle.WaitOne(100)) { break; } }")]
    [InlineData("CancellationToken? token", "while (token?.IsCancellationRequested != true) { Thread.Sleep(100); }")]
    public Task A_Handle_And_A_Token_That_May_Be_Null_Are_Not_Replaced(string parameter, string loop) => VerifyFix.DoesNotLink(
        $$"""
        static class C
        {
            public static async Task ExportAsync({{parameter}})
            {
                _ = {|LEAK002:Task.Run|}(() => { {{loop}} });
                await Task.Delay(10);
            }
        }
        """);

    [Theory]
    [InlineData("while (true) { if (none.IsCancellationRequested) { break; } Console.Write(1); }", "while (true) { if (token.IsCancellationRequested) { break; } Console.Write(1); }")]
    [InlineData("while (true) { Console.Write(1); if (DateTime.Now.Year > 1) { if (none.IsCancellationRequested) { break; } } }", "while (!token.IsCancellationRequested) { Console.Write(1); if (DateTime.Now.Year > 1) { if (token.IsCancellationRequested) { break; } } }")]
    [InlineData("while (!none.WaitHandle.WaitOne(100)) { Console.Write(1); }", null)]
    [InlineData("while (none is { IsCancellationRequested: false }) { Console.Write(1); }", "while (token is { IsCancellationRequested: false }) { Console.Write(1); }")]
    public Task The_Token_In_Reach_Replaces_One_That_Nobody_Cancels(string loop, string? expected)
    {
        string code = $$"""
            static class C
            {
                private static void Start(CancellationToken token)
                {
                    CancellationToken none = default;
                    Console.Write(none.CanBeCanceled);
                    _ = {|LEAK004:Task.Run|}(() => { {{loop}} });
                }
            }
            """;
        return expected is null ? VerifyFix.DoesNotPass(code) : VerifyFix.Passes(code, code.Replace("{|LEAK004:Task.Run|}", "Task.Run", StringComparison.Ordinal).Replace(loop, expected, StringComparison.Ordinal));
    }

    [Fact]
    public Task An_Iterator_Gets_The_Token() => VerifyFix.Passes(
        """
        static class C
        {
            private static void Start(CancellationToken token) => _ = {|LEAK004:Task.Run|}(async () => { await foreach (int item in ItemsAsync()) { Console.Write(item); } });

            private static async IAsyncEnumerable<int> ItemsAsync()
            {
                while (true)
                {
                    await Task.Delay(100);
                    yield return 1;
                }
            }
        }
        """,
        """
        static class C
        {
            private static void Start(CancellationToken token) => _ = Task.Run(async () => { await foreach (int item in ItemsAsync(token)) { Console.Write(item); } });

            private static async IAsyncEnumerable<int> ItemsAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
            {
                while (!cancellationToken.IsCancellationRequested)
                {
                    await Task.Delay(100, cancellationToken);
                    yield return 1;
                }
            }
        }
        """);
}
