namespace LeakAnalyzer.Tests.Rules.LEAK006_SignalNotCompleted;

/// <summary>Tests a channel or <c>TaskCompletionSource</c> that isn't completed on some path from the start of the task to the method's exit.</summary>
public class SomePathTests
{
    [Theory]
    [InlineData("START")]
    [InlineData("START Work();")]
    [InlineData("START await Task.Delay(1, token);")]
    [InlineData("START if (flag) { return; } END")]
    [InlineData("START if (flag) { END }")]
    [InlineData("START if (flag) { throw new InvalidOperationException(); } END")]
    [InlineData("START Work(); END")]
    [InlineData("START await Task.Delay(1, token); END")]
    [InlineData("START await Task.Delay(1, token).ConfigureAwait(false); END")]
    [InlineData("START _ = new Uri(\"a\"); END")]
    [InlineData("START var all = new[] { 1 }.Select(n => int.Parse(\"1\")).ToArray(); END")]
    [InlineData("START var first = new[] { 1 }.First(); END")]
    [InlineData("START token.ThrowIfCancellationRequested(); END")]
    [InlineData("START while (flag) { if (token.IsCancellationRequested) { return; } } END")]
    [InlineData("START try { Work(); END } finally { Work(); }")]
    [InlineData("START try { Work(); } catch { END throw; }")]
    [InlineData("START try { Work(); } catch (TimeoutException) { END }")]
    [InlineData("START try { Work(); } catch (TimeoutException) { return; } finally { Work(); } END")]
    [InlineData("START try { Work(); } catch (Exception) when (flag) { } END")]
    [InlineData("START try { Work(); END } catch (Exception) { Work(); }")]
    [InlineData("START switch (flag) { case true: END break; }")]
    [InlineData("START switch (flag) { case true: return; default: END break; }")]
    [InlineData("START foreach (var n in new[] { 1 }) { END }")]
    [InlineData("START for (int i = 0; i < 9; i++) { if (flag) { END break; } }")]
    [InlineData("START for (int i = 0; i < 9; i++) { if (flag) { goto end; } } END end: flag = true;")]
    [InlineData("START while (true) { if (flag) { break; } if (token.IsCancellationRequested) { END return; } }")]
    [InlineData("START try { Work(); } finally { if (flag) { END } }")]
    [InlineData("START Work(); try { Work(); } finally { END }")]
    [InlineData("if (flag) { START } else { END }")]
    [InlineData("try { if (flag) { START } } finally { Work(); }")]
    public async Task A_Signal_That_Some_Path_Leaves_Is_Reported(string code)
    {
        await Signals.Verify("CHANNEL " + Channel(code), isReported: true);
        await Signals.Verify("PROMISE " + Promise(code), isReported: true);
    }

    [Theory]
    [InlineData("foreach (var n in new[] { 1 }) { CREATED START if (n == 1) { break; } END }")]
    [InlineData("for (int i = 0; i < 9; i++) { CREATED START if (flag) { continue; } END }")]
    [InlineData("try { CREATED START Work(); END } catch (Exception) { Work(); }")]
    [InlineData("if (flag) { CREATED START }")]
    [InlineData("using (new MemoryStream()) { CREATED START }")]
    [InlineData("lock (reader) { CREATED START Work(); END }")]
    public async Task A_Signal_That_Is_Made_Deeper_In_The_Scope_Is_Reported(string code)
    {
        await Signals.Verify(Channel(code), isReported: true);
        await Signals.Verify(Promise(code), isReported: true);
    }

    [Theory]
    [InlineData("Channel<int> c; c = {|LEAK006:Channel.CreateUnbounded<int>()|}; READ")]
    [InlineData("Channel<int>? c = null; if (flag) { c = {|LEAK006:Channel.CreateUnbounded<int>()|}; READ Work(); c.Writer.Complete(); }")]
    [InlineData("Channel<int>? c = null; try { c = {|LEAK006:Channel.CreateUnbounded<int>()|}; READ } finally { if (flag) { c?.Writer.Complete(); } }")]
    [InlineData("Channel<int> c = {|LEAK006:System.Threading.Channels.Channel.CreateUnbounded<int>()|}; READ")]
    [InlineData("var c = {|LEAK006:Channel.CreateUnbounded<int>(new UnboundedChannelOptions { SingleReader = true })|}; READ")]
    [InlineData("var c = {|LEAK006:Channel.CreateBounded<int>(1)|}; READ")]
    [InlineData("TaskCompletionSource p; p = {|LEAK006:new(TaskCreationOptions.RunContinuationsAsynchronously)|}; AWAIT")]
    [InlineData("TaskCompletionSource p = {|LEAK006:new TaskCompletionSource()|}, q = new(); AWAIT q.SetResult();")]
    [InlineData("var p = {|LEAK006:new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously)|}; AWAIT Work(); p.SetResult(1);")]
    public Task The_Report_Stands_At_The_Creation_However_It_Is_Written(string code) => Signals.Verify(code, isReported: true);

    [Theory]
    [InlineData("(flag ? c = Channel.CreateUnbounded<int>() : null)")]
    public Task A_Creation_In_Another_Expression_Is_LEAK001s(string creation) => Verify.Reported(Code.Body(
        $"Channel<int>? c = null; object? same = {creation}; _ = {{|LEAK001:Task.Run|}}(async () => await c!.Reader.ReadAsync());"));

    [Theory]
    [InlineData("CHANNEL var r = c.Reader; _ = PumpAsync(r);")]
    [InlineData("CHANNEL _ = PumpAsync(c.Reader);")]
    [InlineData("CHANNEL _ = PumpAsync(c);")]
    [InlineData("CHANNEL PumpAsync(c.Reader).ContinueWith(t => Work(t.Exception));")]
    [InlineData("CHANNEL _ = Task.Run(() => PumpAsync(c.Reader));")]
    [InlineData("CHANNEL _ = Task.Run(async () => await c.Reader.WaitToReadAsync());")]
    [InlineData("CHANNEL _ = Task.Run(async () => await c.Reader.Completion);")]
    [InlineData("CHANNEL _ = Task.Run(async () => await c.Reader.Completion.ConfigureAwait(false)); c.Writer.TryWrite(1);")]
    [InlineData("CHANNEL _ = Task.Run(async () => { while (await c.Reader.WaitToReadAsync().ConfigureAwait(false)) { while (c.Reader.TryRead(out int item)) { Work(item); } } });")]
    [InlineData("CHANNEL _ = Task.Run(async () => { await foreach (int item in c.Reader.ReadAllAsync().ConfigureAwait(false)) { Work(item); } });")]
    [InlineData("CHANNEL new Thread(() => c.Reader.Completion.Wait()).Start();")]
    [InlineData("CHANNEL ThreadPool.QueueUserWorkItem(_ => c.Reader.Completion.Wait());")]
    [InlineData("CHANNEL LocalAsync(); async void LocalAsync() => await c.Reader.ReadAsync();")]
    [InlineData("CHANNEL Task pump = PumpAsync(c.Reader); Work(pump.IsCompleted);")]
    [InlineData("PROMISE Task done = p.Task; _ = Task.Run(async () => await done);")]
    [InlineData("PROMISE _ = Task.Run(() => p.Task);")]
    [InlineData("PROMISE _ = Task.Run(() => p.Task.Wait());")]
    [InlineData("PROMISE _ = Task.Run(async () => await Task.WhenAll(p.Task, Task.Delay(1)));")]
    [InlineData("PROMISE _ = Task.Run(async () => { try { await p.Task.ConfigureAwait(false); } finally { Work(); } });")]
    public Task Every_Wait_And_Start_Is_Reported(string code) => Verify.Reported(Signals.Scope(code, isReported: true) + """

        partial class Subject
        {
            private static async Task PumpAsync(Channel<int> channel) { await foreach (int item in channel.Reader.ReadAllAsync()) { Work(item); } }
        }
        """);

    [Fact]
    public Task A_Channel_That_Fails_Several_Tasks_Has_One_Report() => Verify.Reported(Code.Body("""
        var c = {|LEAK006:Channel.CreateUnbounded<int>()|};
        for (int i = 0; i < 4; i++)
        {
            _ = PumpAsync(c.Reader);
        }

        _ = Task.Run(async () => await c.Reader.ReadAsync());
        Work();
        c.Writer.Complete();
        """));

    [Fact]
    public Task Two_Signals_Have_Two_Reports() => Verify.Reported(Code.Body("""
        var c = {|LEAK006:Channel.CreateUnbounded<int>()|};
        var p = {|LEAK006:new TaskCompletionSource()|};
        var other = new TaskCompletionSource();
        _ = PumpAsync(c.Reader);
        _ = Task.Run(async () => await p.Task);
        _ = Task.Run(async () => await other.Task);
        other.SetResult();
        """));

    private static string Channel(string code) => code.Replace("CREATED", "CHANNEL", StringComparison.Ordinal)
        .Replace("START", "READ", StringComparison.Ordinal).Replace("END", "c.Writer.Complete();", StringComparison.Ordinal);

    private static string Promise(string code) => code.Replace("CREATED", "PROMISE", StringComparison.Ordinal)
        .Replace("START", "AWAIT", StringComparison.Ordinal).Replace("END", "p.SetResult();", StringComparison.Ordinal);
}
