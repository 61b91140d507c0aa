namespace LeakAnalyzer.Tests.Rules.LEAK001_UngovernedWait;

/// <summary>Tests waits on an object, such as a pipe or a semaphore, that the method completes, releases or stops only on some paths.</summary>
public class ScopeOnSomePathTests
{
    [Theory]
    [InlineData("var p = new Pipe();", "await p.Reader.ReadAsync()", "if (flag) { p.Writer.Complete(); }")]
    [InlineData("var s = new SemaphoreSlim(0);", "await s.WaitAsync()", "if (flag) { s.Release(); }")]
    [InlineData("var s = new SemaphoreSlim(0);", "await s.WaitAsync()", "Work(); s.Release();")]
    [InlineData("var b = new BlockingCollection<int>();", "b.Take()", "if (flag) { return; } b.CompleteAdding();")]
    [InlineData("var b = new BlockingCollection<int>();", "foreach (var item in b.GetConsumingEnumerable()) { }", "b.Add(1);")]
    [InlineData("var b = new BufferBlock<int>();", "await b.ReceiveAsync()", "Work(); b.Complete();")]
    [InlineData("var l = new TcpListener(IPAddress.Any, 0);", "await l.AcceptTcpClientAsync()", "if (flag) { l.Stop(); }")]
    public Task An_Object_Ended_On_Some_Path_Is_Reported(string made, string wait, string end) => Verify.Reported(Code.Body(
        $$"""
        {{made}}
        _ = {|LEAK001:Task.Run|}(async () => { await Task.Yield(); {{wait}}; });
        {{end}}
        """));

    [Fact]
    public Task A_Completion_That_Only_The_Waiting_Task_Would_Reach_Counts_For_Nothing() => Verify.Reported(Code.Body("""
        var pipe = new Pipe();
        _ = {|LEAK001:Task.Run|}(async () =>
        {
            await pipe.Reader.ReadAsync();
            pipe.Writer.Complete();
        });
        """));
}
