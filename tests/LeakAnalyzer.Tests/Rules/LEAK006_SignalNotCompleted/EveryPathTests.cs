namespace LeakAnalyzer.Tests.Rules.LEAK006_SignalNotCompleted;

/// <summary>Tests a channel or <c>TaskCompletionSource</c> that is completed on every path from the start of the task to the method's exit.</summary>
public class EveryPathTests
{
    [Theory]
    [InlineData("try { START Work(); } finally { END }")]
    [InlineData("START try { Work(); } finally { END }")]
    [InlineData("try { START await Task.Delay(1, token).ConfigureAwait(false); } finally { END }")]
    [InlineData("try { START if (flag) { return; } Work(); } finally { END }")]
    [InlineData("try { START for (int i = 0; i < 9; i++) { if (flag) { break; } } } finally { END }")]
    [InlineData("try { START throw new InvalidOperationException(); } finally { END }")]
    [InlineData("try { try { START Work(); } finally { Work(); } } finally { END }")]
    [InlineData("try { try { START Work(); } catch (TimeoutException) { return; } } finally { END }")]
    [InlineData("try { START Work(); } finally { try { Work(); } finally { END } }")]
    [InlineData("START END")]
    [InlineData("START END Work();")]
    [InlineData("START END await Task.Delay(1, token);")]
    [InlineData("START if (flag) { END } else { END }")]
    [InlineData("START if (flag) { END return; } END")]
    [InlineData("START switch (flag) { case true: END break; default: END break; }")]
    [InlineData("START try { Work(); } catch (Exception) { END return; } END")]
    [InlineData("START try { Work(); } catch { END throw; } END")]
    [InlineData("START try { Work(); } catch { } END")]
    [InlineData("START flag = !flag; END")]
    [InlineData("START var n = Math.Max(1, Environment.ProcessorCount); END")]
    [InlineData("START var all = Enumerable.Range(0, 3).Select(_ => Task.Delay(1)).ToArray(); END")]
    [InlineData("START var all = new[] { 1 }.Where(n => n > 0).Select(async n => await Task.Delay(n)).ToList(); END")]
    [InlineData("START var later = new[] { 1 }.Select(n => int.Parse(\"1\")); END")]
    [InlineData("Work(); START END")]
    [InlineData("if (flag) { return; } START END")]
    [InlineData("if (flag) { START END } else { Work(); }")]
    [InlineData("if (flag) { Work(); } else { try { START Work(); } finally { END } }")]
    [InlineData("END START Work();")]
    [InlineData("START while (true) { flag = !flag; }")]
    public async Task A_Signal_Completed_On_Every_Path_Is_Not_Reported(string code)
    {
        await Signals.Verify("CHANNEL " + Channel(code, "c.Writer.Complete();"), isReported: false);
        await Signals.Verify("PROMISE " + Promise(code, "p.SetResult();"), isReported: false);
    }

    [Theory]
    [InlineData("foreach (var n in new[] { 1 }) { CREATED try { START if (n == 1) { break; } Work(); } finally { END } }")]
    [InlineData("for (int i = 0; i < 9; i++) { CREATED START if (flag) { END continue; } END }")]
    [InlineData("CREATED flag = !flag; if (flag) { START END }")]
    public async Task A_Signal_That_Is_Made_Deeper_In_The_Scope_Is_Not_Reported(string code)
    {
        await Signals.Verify(Channel(code, "c.Writer.Complete();"), isReported: false);
        await Signals.Verify(Promise(code, "p.SetResult();"), isReported: false);
    }

    [Theory]
    [InlineData("c.Writer.TryComplete();")]
    [InlineData("c.Writer.TryComplete(new TimeoutException());")]
    [InlineData("c.Writer.Complete(new TimeoutException());")]
    [InlineData("c?.Writer.Complete();")]
    [InlineData("c?.Writer?.TryComplete();")]
    [InlineData("_ = c.Writer.TryComplete();")]
    [InlineData("if (!c.Writer.TryComplete()) { Work(); }")]
    [InlineData("var w = c.Writer; w.Complete();")]
    [InlineData("ChannelWriter<int> w = c.Writer; w.TryComplete();")]
    [InlineData("(c).Writer.Complete();")]
    [InlineData("c!.Writer.Complete();")]
    [InlineData("var same = c; same.Writer.Complete();")]
    public Task Every_Completion_Of_A_Channel_Counts(string end) => Signals.Verify($"CHANNEL try {{ READ Work(); }} finally {{ {end} }}", isReported: false);

    [Theory]
    [InlineData("p.SetResult();")]
    [InlineData("p.TrySetResult();")]
    [InlineData("p.SetCanceled();")]
    [InlineData("p.SetCanceled(token);")]
    [InlineData("p.TrySetCanceled(token);")]
    [InlineData("p.SetException(new TimeoutException());")]
    [InlineData("p.TrySetException(new[] { new TimeoutException() });")]
    [InlineData("p?.TrySetResult();")]
    [InlineData("if (!p.Task.IsCompleted) { p.SetResult(); } else { p.TrySetResult(); }")]
    public Task Every_Completion_Of_A_Promise_Counts(string end) => Signals.Verify($"PROMISE try {{ AWAIT Work(); }} finally {{ {end} }}", isReported: false);

    [Theory]
    [InlineData("CHANNEL try { READ Work(); } finally { _ = c.Writer.WriteAsync(1); }")]
    [InlineData("CHANNEL try { READ Work(); } finally { _ = c.Reader.Completion; }")]
    [InlineData("CHANNEL try { READ Work(); } finally { c = null; }")]
    [InlineData("CHANNEL var other = Channel.CreateUnbounded<int>(); try { READ Work(); } finally { other.Writer.Complete(); }")]
    [InlineData("PROMISE try { AWAIT Work(); } finally { _ = p.Task; }")]
    [InlineData("PROMISE try { AWAIT Work(); } finally { GC.KeepAlive(nameof(p)); }")]
    [InlineData("PROMISE var other = new TaskCompletionSource(); try { AWAIT Work(); } finally { other.SetResult(); }")]
    public Task Another_Act_Counts_For_Nothing(string code) => Signals.Verify(code, isReported: true);

    [Theory]
    [InlineData("finally { if (c != null) { c.Writer.Complete(); } }")]
    [InlineData("finally { if (c is not null) { c.Writer.Complete(); } }")]
    [InlineData("finally { if (c is { }) { c.Writer.Complete(); } }")]
    [InlineData("finally { c?.Writer.Complete(); }")]
    public Task A_Completion_After_A_Check_For_Null_Is_Not_Reported(string end) => Signals.Verify(
        $"Channel<int>? c = null; try {{ c = Channel.CreateUnbounded<int>(); READ Work(); }} {end}", isReported: false);

    private static string Channel(string code, string end) => code.Replace("CREATED", "CHANNEL", StringComparison.Ordinal)
        .Replace("START", "READ", StringComparison.Ordinal).Replace("END", end, StringComparison.Ordinal);

    private static string Promise(string code, string end) => code.Replace("CREATED", "PROMISE", StringComparison.Ordinal)
        .Replace("START", "AWAIT", StringComparison.Ordinal).Replace("END", end, StringComparison.Ordinal);
}
