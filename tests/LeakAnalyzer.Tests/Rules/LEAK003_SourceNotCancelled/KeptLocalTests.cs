namespace LeakAnalyzer.Tests.Rules.LEAK003_SourceNotCancelled;

/// <summary>Tests a <c>CancellationTokenSource</c> that a function makes in a local and then puts into a field.</summary>
public class KeptLocalTests
{
    private const string Made = "var cts = NEW; _cts = cts; ";

    [Theory]
    [InlineData(Made + "_ = RunAsync(cts.Token);")]
    [InlineData(Made + "_task = RunAsync(cts.Token);")]
    [InlineData(Made + "_ = RunAsync(_cts.Token);")]
    [InlineData(Made + "CancellationToken token = cts.Token; _ = RunAsync(token);")]
    [InlineData(Made + "_ = Task.Run(() => RunAsync(cts.Token));")]
    [InlineData(Made + "var token = cts.Token; _ = Task.Run(async () => { while (!token.IsCancellationRequested) { await Task.Delay(10, token); } }, token);")]
    [InlineData("var cts = NEW; this._cts = (cts); _ = RunAsync(cts.Token);")]
    [InlineData("CancellationTokenSource cts; cts = NEW; _cts = cts; _ = RunAsync(cts.Token);")]
    [InlineData("var cts = NEW; CancellationToken token = cts.Token; _cts = cts; _ = RunAsync(token);")]
    [InlineData("var cts = NEW; _ = RunAsync(cts.Token); _cts = cts;")]
    [InlineData("var cts = NEW; Interlocked.Exchange(ref _cts, cts)?.Dispose(); _ = RunAsync(cts.Token);")]
    [InlineData("var cts = NEW; if (Interlocked.CompareExchange(ref _cts, cts, null) is not null) { cts.Dispose(); return; } _ = RunAsync(cts.Token);")]
    [InlineData("var cts = NEW; lock (_gate) { _cts = cts; } Listen(() => { _ = RunAsync(cts.Token); });")]
    public async Task One_That_Is_Only_Disposed_Is_Reported(string start)
    {
        foreach (string creation in new[] { "new CancellationTokenSource()", "CancellationTokenSource.CreateLinkedTokenSource(given)" })
        {
            await Verify.Reported(Disposed(start.Replace("NEW", "{|LEAK003:" + creation + "|}", StringComparison.Ordinal)));
            string silent = start.Replace("NEW", creation, StringComparison.Ordinal);
            await Verify.Silent(Disposed(silent, end: "_cts?.Cancel();"));
            await Verify.Silent(Disposed(silent, member: "public void Stop() => _cts?.Cancel();"));
            await Verify.Silent(Disposed(silent, member: "public void Stop() => _cts?.CancelAfter(100);"));
            await Verify.Silent(Disposed(silent, member: "public CancellationTokenSource? Source => _cts;"));
            await Verify.Silent(Disposed(silent, member: "public void Stop() => Cancel(Interlocked.Exchange(ref _cts, null)); private static void Cancel(CancellationTokenSource? s) => s?.Cancel();"));
        }
    }

    /// <summary>What a local also does with its source counts: who has the local can cancel the source, whatever happens to the field.</summary>
    [Theory]
    [InlineData(Made + "_ = RunAsync(cts.Token); try { await Task.Delay(10); } finally { cts.Cancel(); }")]
    [InlineData(Made + "_ = RunAsync(cts.Token); try { await Task.Delay(10); } finally { _cts.Cancel(); }")]
    [InlineData(Made + "_ = RunAsync(cts.Token); try { await Task.Delay(10); } catch { cts.Cancel(); throw; }")]
    [InlineData(Made + "_ = RunAsync(cts.Token); Listen(() => cts.Cancel());")]
    [InlineData(Made + "_ = RunAsync(cts.Token); Listen(cts.Cancel);")]
    [InlineData(Made + "cts.CancelAfter(1000); _ = RunAsync(cts.Token);")]
    [InlineData(Made + "_all.Add(cts); _ = RunAsync(cts.Token);")]
    [InlineData(Made + "_holder.Source = cts; _ = RunAsync(cts.Token);")]
    [InlineData(Made + "Keep(cts); _ = RunAsync(cts.Token);")]
    [InlineData(Made + "_others = cts; _ = RunAsync(cts.Token);")]
    [InlineData("var cts = new CancellationTokenSource(1000); _cts = cts; _ = RunAsync(cts.Token);")]
    [InlineData("var cts = _others ?? NEW; _cts = cts; _ = RunAsync(cts.Token);")]
    [InlineData("var cts = Find() ?? NEW; _cts = cts; _ = RunAsync(cts.Token);")]
    [InlineData(Made + "_ = Task.Run(async () => { while (true) { await Task.Delay(10, cts.Token); } });")] // reading Token after the disposal throws, which ends the loop
    [InlineData(Made + "await RunAsync(cts.Token);")]
    public Task One_That_May_Be_Cancelled_Is_Not_Reported(string start) => Verify.Silent(Disposed(
        start.Replace("NEW", "new CancellationTokenSource()", StringComparison.Ordinal),
        member: """
        private readonly List<CancellationTokenSource> _all = new();
        private readonly Holder _holder = new();
        private CancellationTokenSource? _others;
        public void StopOthers() { _others?.Cancel(); foreach (var one in _all) { one.Cancel(); } _holder.Source?.Cancel(); }
        private static CancellationTokenSource? Find() => null;
        protected virtual void Keep(CancellationTokenSource source) { }
        """));

    [Theory]
    [InlineData("private", true)]
    [InlineData("internal", true)]
    [InlineData("public", false)]
    public Task A_Field_That_Others_See_May_Be_Cancelled_By_Them(string access, bool isReported) => Verify.Of(
        Disposed(Made.Replace("NEW", isReported ? "{|LEAK003:new CancellationTokenSource()|}" : "new CancellationTokenSource()", StringComparison.Ordinal) + "_ = RunAsync(cts.Token);")
            .Replace("private CancellationTokenSource? _cts;", access + " CancellationTokenSource? _cts;", StringComparison.Ordinal),
        isReported);

    [Fact]
    public Task A_Using_Disposes_It() => Verify.Reported(Disposed("using var cts = {|LEAK003:new CancellationTokenSource()|}; _cts = cts; _ = RunAsync(cts.Token); await Task.Delay(10);", end: "_task?.Dispose();"));

    [Theory]
    [InlineData("var cts = NEW; _cts = cts; _ = RunAsync(cts.Token);", "_cts?.Cancel(); ")]
    [InlineData("var cts = NEW; var old = _cts; _cts = cts; old?.Dispose(); _ = RunAsync(cts.Token);", "_cts?.Cancel(); ")]
    [InlineData("var cts = NEW; Interlocked.Exchange(ref _cts, cts); _ = RunAsync(cts.Token);", "_cts?.Cancel(); ")]
    [InlineData("var cts = NEW; Interlocked.Exchange(ref _cts, cts)?.Dispose(); _ = RunAsync(cts.Token);", "Stop(); ")]
    [InlineData("Interlocked.Exchange(ref _cts, NEW)?.Dispose(); _ = RunAsync(_cts!.Token);", "Stop(); ")]
    [InlineData("var old = Interlocked.Exchange(ref _cts, NEW); old?.Dispose(); _ = RunAsync(_cts!.Token);", "Stop(); ")]
    public async Task One_That_Takes_The_Place_Of_Another_Is_Reported(string start, string cancel)
    {
        await Verify.Reported(Replaced(start.Replace("NEW", "{|LEAK003:new()|}", StringComparison.Ordinal).Replace("var cts", "CancellationTokenSource cts", StringComparison.Ordinal)));
        string silent = start.Replace("NEW", "new()", StringComparison.Ordinal).Replace("var cts", "CancellationTokenSource cts", StringComparison.Ordinal);
        await Verify.Silent(Replaced(cancel + silent));
        await Verify.Silent(Replaced("if (_cts is not null) { return; } " + silent));
        await Verify.Silent(Replaced(silent.Replace("old?.Dispose()", "old?.Cancel()", StringComparison.Ordinal).Replace("cts)?.Dispose()", "cts)?.Cancel()", StringComparison.Ordinal).Replace("ref _cts, cts);", "ref _cts, cts)?.Cancel();", StringComparison.Ordinal)
            .Replace("new())?.Dispose()", "new())?.Cancel()", StringComparison.Ordinal).Replace("_cts = cts; _ =", "_cts?.Cancel(); _cts = cts; _ =", StringComparison.Ordinal)));
        await Verify.Silent(Replaced(silent.Replace("RunAsync(", "Task.Delay(10, ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("CancellationTokenSource cts = new(); if (Interlocked.CompareExchange(ref _cts, cts, null) is null) { _ = RunAsync(cts.Token); }")]
    [InlineData("CancellationTokenSource cts = new(); MayCancel(); _cts = cts; _ = RunAsync(cts.Token);")]
    public Task One_That_Takes_The_Place_Of_None_Or_Of_A_Cancelled_One_Is_Not_Reported(string start) => Verify.Silent(Replaced(start));

    [Theory]
    [InlineData("_agent.Start(cts.Token);")]
    [InlineData("Agent.Run(cts.Token);")]
    public async Task Another_Type_That_Works_With_Its_Token_Depends_On_It(string start)
    {
        const string Agent = " public sealed class Agent { public void Start(CancellationToken token) { _ = PollAsync(token); } public static void Run(CancellationToken token) { _ = PollAsync(token); } private static async Task PollAsync(CancellationToken token) { while (!token.IsCancellationRequested) { await Task.Delay(10, token); } } }";
        string code = Disposed(Made + start, member: "private readonly Agent _agent = new();") + Agent;
        await Verify.Reported(code.Replace("NEW", "{|LEAK003:new CancellationTokenSource()|}", StringComparison.Ordinal));
        await Verify.Silent(code.Replace("NEW", "new CancellationTokenSource()", StringComparison.Ordinal).Replace("_cts?.Dispose", "_cts?.Cancel(); _cts?.Dispose", StringComparison.Ordinal));
    }

    private static string Disposed(string start, string end = "", string member = "") => $$"""
        public class Feed : IDisposable
        {
            private readonly Channel<int> _channel = Channel.CreateUnbounded<int>();
            private readonly object _gate = new();
            private CancellationTokenSource? _cts;
            private Task? _task;
            private event Action? Changed;
            {{member}}
            public {{(start.Contains("await Task.Delay(10);", StringComparison.Ordinal) || start.Contains("await RunAsync", StringComparison.Ordinal) ? "async Task" : "void")}} Begin(CancellationToken given) { {{start}} }
            public bool IsRunning => _task is { IsCompleted: false };
            public void Dispose() { {{end}} {{(end.StartsWith("_task", StringComparison.Ordinal) ? "" : "_cts?.Dispose();")}} }
            public void Raise() => Changed?.Invoke();
            private void Listen(Action act) => Changed += act;
            private async Task RunAsync(CancellationToken stop) => await _channel.Reader.ReadAsync(stop);
        }

        public sealed class Holder { public CancellationTokenSource? Source { get; set; } }
        """;

    private static string Replaced(string start) => $$"""
        public sealed class Link
        {
            private readonly Channel<int> _channel = Channel.CreateUnbounded<int>();
            private CancellationTokenSource? _cts;
            public void Reconnect() { {{start}} }
            public void Stop() => _cts?.Cancel();
            private void MayCancel() { if (DateTime.Now.Year > 2000) { _cts?.Cancel(); } }
            private async Task RunAsync(CancellationToken stop) => await _channel.Reader.ReadAsync(stop);
        }
        """;
}
