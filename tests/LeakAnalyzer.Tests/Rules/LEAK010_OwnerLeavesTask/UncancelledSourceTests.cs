namespace LeakAnalyzer.Tests.Rules.LEAK010_OwnerLeavesTask;

/// <summary>Tests loops that test the token of a <c>CancellationTokenSource</c> that nobody cancels, and loops that only write a field.</summary>
public class UncancelledSourceTests
{
    private const string Source = "private readonly CancellationTokenSource _stop = new(); ";
    private const string Next = "private Func<Task<string>> _next; public Subject(Func<Task<string>> next) => _next = next; ";
    private const string Loop = "while (!_stop.IsCancellationRequested) { Console.Write(await _next()); }";

    private const string Feed = "public interface IFeed : IDisposable { Task<string> NextAsync(); } private readonly Lazy<IFeed> _feed; public Subject(Func<IFeed> make) => _feed = new(make); ";
    private const string Read = "while (!_stop.IsCancellationRequested) { Console.Write(await _feed.Value.NextAsync()); }";

    [Theory]
    [InlineData("await Task.Delay(10); Interlocked.Increment(ref _count);", true)]
    [InlineData("await Task.Delay(10); _count++;", true)]
    [InlineData("await Task.Delay(10); _count = 1;", true)]
    [InlineData("await Task.Delay(10); Check();", false)]
    [InlineData("await Task.Delay(10); if (Interlocked.Increment(ref _count) > 9) { throw new InvalidOperationException(); }", false)]
    public Task What_A_Loop_Only_Writes_Ends_It_Not(string iteration, bool isReported) => Owner.Verify(
        Owner.Type("private int _count; public int Count => _count; private void Check() { if (_count < 0) { throw new InvalidOperationException(); } }", $"_loop = START(async () => {{ while (true) {{ {iteration} }} }});", "_count = -1;"), isReported);

    [Theory]
    [InlineData("", Loop, "", true)]
    [InlineData("", Loop, "_stop.Dispose();", true)]
    [InlineData("", "using var linked = CancellationTokenSource.CreateLinkedTokenSource(token, _stop.Token); while (!linked.IsCancellationRequested) { Console.Write(await _next()); }", "", true)]
    [InlineData("", Loop, "_stop.Cancel();", false)]
    [InlineData("public void Stop() => _stop.Cancel();", Loop, "", false)]
    [InlineData("public void Restart() => _stop.Cancel();", Loop, "", false)]
    [InlineData("public void Limit() => _stop.CancelAfter(1000);", Loop, "", false)]
    [InlineData("public CancellationTokenSource Source => _stop;", Loop, "", false)]
    [InlineData("", Loop, "_next = null!;", false)]
    [InlineData("", "while (!token.IsCancellationRequested) { Console.Write(await _next()); }", "", false)]
    [InlineData("", "while (true) { Console.Write(await _next()); }", "", false)]
    [InlineData(Feed, Read, "", true)]
    [InlineData(Feed, Read, "_feed.Value.Dispose();", false)]
    [InlineData(Feed + "private int _count; public int Count => _count; ", "while (!_stop.IsCancellationRequested) { Console.Write(await _feed.Value.NextAsync()); Interlocked.Increment(ref _count); }", "_count = 0;", true)]
    [InlineData(Feed, "IFeed feed = _feed.Value; while (!_stop.IsCancellationRequested) { Console.Write(await feed.NextAsync()); }", "_feed.Value.Dispose();", false)]
    public Task An_Exception_That_May_Not_Come_Is_No_End_In_Its_Place(string member, string work, string end, bool isReported) => Owner.Verify(
        Owner.Type(member.StartsWith(Feed, StringComparison.Ordinal) ? Source + member : Source + Next + member, $"_ = START(async () => {{ {work} }});", end), isReported);

    /// <summary>A source that <c>Start</c> makes in a local and puts into a field is the field's: the disposal has to cancel it.</summary>
    [Theory]
    [InlineData("_own = own; CancellationToken stop = own.Token;", "", true)]
    [InlineData("Interlocked.Exchange(ref _own, own)?.Cancel(); CancellationToken stop = own.Token;", "", true)]
    [InlineData("if (Interlocked.CompareExchange(ref _own, own, null) is not null) { return; } CancellationToken stop = own.Token;", "", true)]
    [InlineData("_own = own; CancellationToken stop = own.Token;", "_own?.Cancel();", false)]
    [InlineData("_own = own; CancellationToken stop = own.Token;", "Interlocked.Exchange(ref _own, null)?.Cancel();", false)]
    [InlineData("Interlocked.Exchange(ref _own, own)?.Cancel(); CancellationToken stop = own.Token;", "var last = _own; last?.Cancel();", false)]
    [InlineData("_own = own; CancellationToken stop = own.Token; Keep(own);", "", false)]
    [InlineData("_own = own; CancellationToken stop = own.Token; _change += own.Cancel;", "", false)]
    [InlineData("_own = own; CancellationToken stop = own.Token; _change += () => own.Cancel();", "", false)]
    [InlineData("_own = own; own.CancelAfter(1000); CancellationToken stop = own.Token;", "", false)]
    public async Task A_Source_In_A_Local_That_Is_Kept_In_A_Field(string keep, string end, bool isReported)
    {
        const string Members = "private CancellationTokenSource? _own; private Action? _change; public void Change() { _own?.Cancel(); _change?.Invoke(); } protected virtual void Keep(CancellationTokenSource given) { } ";
        foreach (string start in new[] { "_loop = START(async () => { await _items.Reader.ReadAsync(stop); });", "_ = START(async () => { while (!stop.IsCancellationRequested) { await Task.Delay(10, stop); } });" })
        {
            foreach (string creation in new[] { "new CancellationTokenSource()", "CancellationTokenSource.CreateLinkedTokenSource(token)" })
            {
                await Owner.Verify(Owner.Type("private readonly Channel<int> _items = Channel.CreateUnbounded<int>(); " + Members, $"var own = {creation}; {keep} {start}", end).Replace("sealed class", "class", StringComparison.Ordinal), isReported);
            }
        }
    }

    private const string Link = "CancellationToken linked = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, token).Token; ";

    [Theory]
    [InlineData(Link + "_ = START(async () => { while (!linked.IsCancellationRequested) { try { await Task.Delay(-1, token); } catch (OperationCanceledException) { } } });", "", true)]
    [InlineData(Link + "_ = START(async () => { while (!linked.IsCancellationRequested) { while (!token.IsCancellationRequested) { await Task.Delay(10, token); } } });", "", true)]
    [InlineData(Link + "_ = START(async () => { while (!linked.IsCancellationRequested) { Console.Write(await TakeAsync(token)); } });", "", true)]
    [InlineData(Link + "_ = START(() => LoopAsync(linked, token));", "", true)]
    [InlineData(Link + "_ = START(async () => { while (!linked.IsCancellationRequested) { Console.Write(await TakeAsync(token)); } });", "_stop.Cancel();", false)]
    [InlineData(Link + "_ = START(async () => { while (!token.IsCancellationRequested) { Console.Write(await TakeAsync(token)); } });", "", false)]
    [InlineData(Link + "_ = START(async () => { while (!linked.IsCancellationRequested) { Console.Write(await TakeAsync(token)); if (_next is null) { break; } } });", "", false)]
    [InlineData(Link + "_ = START(async () => { await TakeAsync(token); if (!linked.IsCancellationRequested) { Console.Write(1); } });", "", false)]
    [InlineData("using var done = new CancellationTokenSource(); done.Cancel(); CancellationToken linked = CancellationTokenSource.CreateLinkedTokenSource(done.Token, token).Token; _ = START(async () => { while (!linked.IsCancellationRequested) { Console.Write(await TakeAsync(token)); } });", "", false)]
    public Task A_Loop_That_Asks_The_Source_Around_A_Wait_With_The_Callers_Token(string start, string end, bool isReported) => Owner.Verify(
        Owner.Type(
            Source + Next + """
            private async Task<string?> TakeAsync(CancellationToken token)
            {
                string? text = await _next();
                while (text is null && !token.IsCancellationRequested) { await Task.Delay(10, token); text = await _next(); }
                return text;
            }
            private async Task LoopAsync(CancellationToken stop, CancellationToken token)
            {
                while (!stop.IsCancellationRequested) { try { await Task.Delay(Timeout.Infinite, token); } catch (OperationCanceledException) { } }
            }
            """, start, end),
        isReported);
}
