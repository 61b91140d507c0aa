namespace LeakAnalyzer.Tests.Rules.LEAK003_SourceNotCancelled;

/// <summary>Tests sources that only a loop's test of the token needs, and loops that the disposal of their source ends.</summary>
public class TokenLoopTests
{
    [Theory]
    [InlineData("while (true) { if (t.IsCancellationRequested) break; Console.Write(1); Thread.Sleep(100); }", "", true)]
    [InlineData("while (true) { if (t.IsCancellationRequested) break; Console.Write(1); Thread.Sleep(100); }", "c.Dispose();", true)]
    [InlineData("while (true) { if (t.IsCancellationRequested) break; Console.Write(1); Thread.Sleep(100); }", "c.Cancel();", false)]
    [InlineData("while (!t.WaitHandle.WaitOne(1000)) { Console.Write(1); }", "", true)]
    [InlineData("while (!t.WaitHandle.WaitOne(1000)) { Console.Write(1); }", "c.Cancel();", false)]
    [InlineData("while (!t.WaitHandle.WaitOne(1000)) { Console.Write(1); }", "c.Dispose();", false)]
    [InlineData("while (true) { if (t.WaitHandle.WaitOne(1000)) { break; } Console.Write(1); }", "c.Dispose();", false)]
    [InlineData("while (!t.IsCancellationRequested) { t.WaitHandle.WaitOne(1000); Console.Write(1); }", "c.Dispose();", false)]
    [InlineData("while (!t.IsCancellationRequested) { try { t.WaitHandle.WaitOne(1000); } catch { } Console.Write(1); }", "c.Dispose();", true)]
    [InlineData("while (t is { IsCancellationRequested: false }) { Thread.Sleep(100); }", "c.Dispose();", true)]
    [InlineData("while (Running(t)) { Thread.Sleep(100); }", "c.Dispose();", true)]
    public Task The_Source_In_A_Local(string loop, string end, bool isReported) => Verify.Of(
        Code.Class($$"""
            public void Scope()
            {
                var {{(isReported ? "{|LEAK003:c|}" : "c")}} = new CancellationTokenSource();
                CancellationToken t = c.Token;
                Task.Run(() => { {{loop}} });
                {{end}}
            }

            private static bool Running(CancellationToken stop) => !stop.IsCancellationRequested;
            """),
        isReported);

    [Theory]
    [InlineData("while (true) { if (t.IsCancellationRequested) return; Console.Write(1); await Task.Delay(100); }", "_cts?.Dispose();", true)]
    [InlineData("while (true) { if (t.IsCancellationRequested) return; Console.Write(1); await Task.Delay(100); }", "_cts?.Cancel(); _cts?.Dispose();", false)]
    [InlineData("while (!t.WaitHandle.WaitOne(1000)) { Console.Write(1); }", "_cts?.Dispose();", false)]
    [InlineData("while (!t.WaitHandle.WaitOne(1000)) { Console.Write(1); }", "_cts?.Cancel(); _cts?.Dispose();", false)]
    public Task The_Source_In_A_Field(string loop, string end, bool isReported) => Verify.Of(
        Code.Class($$"""
            private CancellationTokenSource? _cts;

            public void Start()
            {
                _cts = {{(isReported ? "{|LEAK003:new CancellationTokenSource()|}" : "new CancellationTokenSource()")}};
                CancellationToken t = _cts.Token;
                _ = Task.Run(async () => { await Task.Yield(); {{loop}} });
            }

            public void Stop()
            {
                {{end}}
                _cts = null;
            }
            """),
        isReported);
}
