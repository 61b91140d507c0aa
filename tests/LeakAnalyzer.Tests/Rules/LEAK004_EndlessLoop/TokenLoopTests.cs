namespace LeakAnalyzer.Tests.Rules.LEAK004_EndlessLoop;

/// <summary>Tests loops that only a token ends which nobody cancels, however they ask for it.</summary>
public class TokenLoopTests
{
    private const string None = "CancellationToken none = default; ";

    [Theory]
    [InlineData("while (!_a.Token.WaitHandle.WaitOne(1000)) { Console.Write(1); }", "", true)]
    [InlineData("while (!_a.Token.WaitHandle.WaitOne(1000)) { Console.Write(1); }", "public void Stop() => _a.Cancel();", false)]
    [InlineData("while (!_a.Token.WaitHandle.WaitOne(1000)) { Console.Write(1); }", "public void Stop() => _a.Dispose();", false)]
    [InlineData("while (true) { if (_a.IsCancellationRequested) { break; } Thread.Sleep(100); }", "", true)]
    [InlineData("while (true) { if (_a.IsCancellationRequested) { break; } Thread.Sleep(100); }", "public void Stop() => _a.Cancel();", false)]
    [InlineData("while (IsRunning) { Thread.Sleep(100); }", "private bool IsRunning => !_a.IsCancellationRequested;", true)]
    [InlineData("while (IsRunning) { Thread.Sleep(100); }", "private bool IsRunning => !_a.IsCancellationRequested; public void Stop() => _a.Cancel();", false)]
    [InlineData("while (IsRunning) { Thread.Sleep(100); }", "private bool IsRunning { get; set; } = true;", false)]
    [InlineData("while (IsRunning) { Thread.Sleep(100); }", "public virtual bool IsRunning => !_a.IsCancellationRequested;", false)]
    [InlineData("while (Runs()) { Thread.Sleep(100); }", "private bool Runs() => !_a.IsCancellationRequested;", true)]
    [InlineData("while (Runs()) { Thread.Sleep(100); }", "private bool Runs() => !_a.IsCancellationRequested; public void Stop() => _a.Cancel();", false)]
    [InlineData("while (Runs(_a)) { Thread.Sleep(100); }", "private static bool Runs(CancellationTokenSource source) => !source.Token.IsCancellationRequested;", true)]
    [InlineData("while (Runs(_a)) { Thread.Sleep(100); }", "private static bool Runs(CancellationTokenSource source) => !source.Token.IsCancellationRequested; public void Stop() => _a.Cancel();", false)]
    [InlineData("while (new Subject().Runs()) { Thread.Sleep(100); }", "private bool Runs() => !_a.IsCancellationRequested;", false)]
    [InlineData(None + "while (true) { if (none.IsCancellationRequested) { break; } Thread.Sleep(100); }", "", true)]
    [InlineData(None + "while (none is { IsCancellationRequested: false }) { Thread.Sleep(100); }", "", true)]
    [InlineData("while (true) { if (_a?.IsCancellationRequested == true) { break; } Thread.Sleep(100); }", "", true)]
    [InlineData("while (_a?.IsCancellationRequested == false) { Thread.Sleep(100); }", "", false)]
    [InlineData("while (_a is { IsCancellationRequested: false }) { Thread.Sleep(100); }", "", false)]
    [InlineData("while (true) { Turn(); }", "private void Turn() => _a.Token.WaitHandle.WaitOne(100);", false)]
    public Task A_Source_Of_The_Type(string loop, string members, bool isReported) => Verify.Of(
        Code.Class($$"""
            private readonly CancellationTokenSource _a = new();
            {{members}}
            public void Scope() => _ = {{(isReported ? "{|LEAK004:Task.Run|}" : "Task.Run")}}(() => { {{loop}} });
            """),
        isReported);

    [Fact]
    public Task The_Body_Of_A_Thread() => Verify.Reported(Code.Class("""
        private readonly CancellationTokenSource _a = new();
        public void Scope() => new Thread(() => { while (!_a.Token.WaitHandle.WaitOne(1000)) { Console.Write(1); } }).{|LEAK004:Start|}();
        """));
}
