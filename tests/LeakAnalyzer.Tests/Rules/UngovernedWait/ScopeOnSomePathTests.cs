namespace LeakAnalyzer.Tests.Rules.UngovernedWait;

/// <summary>
/// A channel, promise or listener of the scope that is ended on some paths only: on the others nothing governs the wait.
/// (LEAK006, which stands before LEAK001, takes the channels and promises over; LEAK003 has the sources.)
/// </summary>
public class ScopeOnSomePathTests
{
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
}
