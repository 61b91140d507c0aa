namespace LeakAnalyzer.Tests.Rules.UngovernedWait;

/// <summary>
/// A source, channel or promise of the scope that is ended on some paths only: on the others nothing governs the wait.
/// (LEAK003 and LEAK006, which stand before LEAK001, take these over.)
/// </summary>
public class ScopeOnSomePathTests
{
    [Theory]
    [InlineData("START if (flag) { return; } cts.Cancel();")]
    [InlineData("START if (flag) { cts.Cancel(); }")]
    [InlineData("START if (flag) { throw new InvalidOperationException(); } cts.Cancel();")]
    [InlineData("START Work(); cts.Cancel();")]
    [InlineData("START await Task.Delay(1, token); cts.Cancel();")]
    [InlineData("START while (flag) { if (token.IsCancellationRequested) { return; } Work(); } cts.Cancel();")]
    [InlineData("START try { Work(); cts.Cancel(); } finally { Work(); }")]
    [InlineData("START try { Work(); } catch { cts.Cancel(); throw; }")]
    [InlineData("START try { Work(); } catch (TimeoutException) { cts.Cancel(); }")]
    [InlineData("START switch (flag) { case true: cts.Cancel(); break; }")]
    [InlineData("START foreach (var item in new[] { 1 }) { cts.Cancel(); }")]
    [InlineData("START try { Work(); } finally { if (flag) { cts.Cancel(); } }")]
    [InlineData("START Work(); try { Work(); } finally { cts.Cancel(); }")]
    [InlineData("if (flag) { START } else { cts.Cancel(); }")]
    public Task A_Source_Cancelled_On_Some_Path_Is_Reported(string code) => Verify.Reported(Code.Body(
        "var cts = new CancellationTokenSource();\nCancellationToken stop = cts.Token;\n"
        + code.Replace("START", "_ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync(stop));", StringComparison.Ordinal)));

    [Theory]
    [InlineData("var c = Channel.CreateUnbounded<int>();", "await c.Reader.ReadAsync()", "if (flag) { c.Writer.Complete(); }")]
    [InlineData("var c = Channel.CreateUnbounded<int>();", "await c.Reader.ReadAsync()", "if (flag) { return; } c.Writer.TryComplete();")]
    [InlineData("var c = Channel.CreateUnbounded<int>();", "await c.Reader.ReadAsync()", "Work(); c.Writer.Complete();")]
    [InlineData("var c = Channel.CreateUnbounded<int>();", "await c.Reader.ReadAsync()", "")]
    [InlineData("var c = Channel.CreateBounded<int>(1);", "await c.Writer.WriteAsync(1)", "")]
    [InlineData("var p = new TaskCompletionSource();", "await p.Task", "if (flag) { p.SetResult(); }")]
    [InlineData("var p = new TaskCompletionSource();", "await p.Task", "Work(); p.SetResult();")]
    [InlineData("var p = new TaskCompletionSource<int>();", "await p.Task", "")]
    [InlineData("var p = new Pipe();", "await p.Reader.ReadAsync()", "if (flag) { p.Writer.Complete(); }")]
    [InlineData("var s = new SemaphoreSlim(0);", "await s.WaitAsync()", "if (flag) { s.Release(); }")]
    [InlineData("var l = new TcpListener(IPAddress.Any, 0);", "await l.AcceptTcpClientAsync()", "if (flag) { l.Stop(); }")]
    public Task An_Object_Ended_On_Some_Path_Is_Reported(string made, string wait, string end) => Verify.Reported(Code.Body(
        $$"""
        {{made}}
        _ = {|LEAK001:Task.Run|}(async () => { await Task.Yield(); {{wait}}; });
        {{end}}
        """));

    [Fact]
    public Task A_Completion_That_Only_The_Waiting_Task_Would_Reach_Counts_For_Nothing() => Verify.Reported(Code.Body("""
        var channel = Channel.CreateUnbounded<int>();
        _ = {|LEAK001:Task.Run|}(async () =>
        {
            await channel.Reader.ReadAsync();
            channel.Writer.Complete();
        });
        """));

    [Fact]
    public Task A_Timeout_Of_A_Source_That_Is_Disposed_First_Is_Reported() => Verify.Reported(Code.Body("""
        using var cts = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        CancellationToken stop = cts.Token;
        _ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync(stop));
        Work();
        """));

    [Fact]
    public Task A_Linked_Source_Cancelled_Before_The_Start_Alone_Does_Not_Matter() => Verify.Reported(Code.Body("""
        using var cts = CancellationTokenSource.CreateLinkedTokenSource(token);
        CancellationToken stop = cts.Token;
        _ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync(stop));
        if (flag)
        {
            return;
        }

        cts.Cancel();
        """));
}
