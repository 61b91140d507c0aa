namespace LeakAnalyzer.Tests.Rules.LEAK001_UngovernedWait;

/// <summary>Tests waits on an object that the method itself completes, releases or disposes on every path.</summary>
public class ScopeGovernorTests
{
    [Fact]
    public Task A_Linked_Source_Of_The_Function_Around_Is_Not_Judged_By_The_End_Of_A_Lambda() => Verify.Silent(Code.Body(
        """
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(token);
        Action start = () => _ = Task.Run(async () => await reader.ReadAsync(linked.Token));
        start();
        await Task.Delay(Timeout.Infinite, token);
        """));

    [Theory]
    [InlineData("var c = Channel.CreateUnbounded<int>();", "await c.Reader.ReadAsync()", "c.Writer.Complete();")]
    [InlineData("var c = Channel.CreateUnbounded<int>();", "await c.Reader.ReadAsync()", "c.Writer.TryComplete();")]
    [InlineData("var c = Channel.CreateUnbounded<int>(); var w = c.Writer; var r = c.Reader;", "await r.Completion", "w.Complete();")]
    [InlineData("var c = Channel.CreateBounded<int>(1);", "await c.Writer.WriteAsync(1)", "c.Writer.Complete();")]
    [InlineData("var p = new TaskCompletionSource();", "await p.Task", "p.SetResult();")]
    [InlineData("var p = new TaskCompletionSource();", "await p.Task", "p.TrySetResult();")]
    [InlineData("var p = new TaskCompletionSource<int>();", "await p.Task", "p.TrySetCanceled();")]
    [InlineData("var p = new TaskCompletionSource<int>();", "await p.Task", "p.TrySetException(new Exception());")]
    [InlineData("var c = new BlockingCollection<int>();", "c.Take()", "c.CompleteAdding();")]
    [InlineData("var s = new SemaphoreSlim(0);", "await s.WaitAsync()", "s.Release();")]
    [InlineData("var l = new TcpListener(IPAddress.Any, 0);", "await l.AcceptTcpClientAsync()", "l.Stop();")]
    [InlineData("var l = new HttpListener();", "await l.GetContextAsync()", "l.Close();")]
    [InlineData("var l = new HttpListener();", "await l.GetContextAsync()", "l.Stop();")]
    [InlineData("var l = new HttpListener();", "await l.GetContextAsync()", "l.Abort();")]
    [InlineData("var u = new UdpClient(0);", "await u.ReceiveAsync()", "u.Close();")]
    [InlineData("var s = new Socket(SocketType.Stream, ProtocolType.Tcp);", "await s.AcceptAsync()", "s.Close();")]
    [InlineData("var s = new Socket(SocketType.Stream, ProtocolType.Tcp);", "await s.AcceptAsync()", "s.Dispose();")]
    [InlineData("var w = new ClientWebSocket();", "await w.ReceiveAsync(new Memory<byte>(new byte[1]), default)", "w.Abort();")]
    [InlineData("var p = new NamedPipeServerStream(\"p\");", "await p.WaitForConnectionAsync()", "p.Dispose();")]
    [InlineData("var p = new Pipe();", "await p.Reader.ReadAsync()", "p.Writer.Complete();")]
    [InlineData("var p = new Pipe();", "await p.Reader.ReadAsync()", "p.Reader.CancelPendingRead();")]
    [InlineData("var b = new BufferBlock<int>();", "await b.ReceiveAsync()", "b.Complete();")]
    public Task A_Wait_That_The_Scope_Ends_In_A_Finally_Is_Not_Reported(string made, string wait, string end) => Verify.Silent(Code.Body(
        $$"""
        {{made}}
        try
        {
            _ = Task.Run(async () => { await Task.Yield(); {{wait}}; });
            Work();
        }
        finally
        {
            {{end}}
        }
        """));

    [Theory]
    [InlineData("using var l = new TcpListener(IPAddress.Any, 0);", "await l.AcceptTcpClientAsync()")]
    [InlineData("using var l = new HttpListener();", "await l.GetContextAsync()")]
    [InlineData("using var u = new UdpClient(0);", "await u.ReceiveAsync()")]
    [InlineData("using var s = new Socket(SocketType.Stream, ProtocolType.Tcp);", "await s.AcceptAsync()")]
    [InlineData("using var w = new ClientWebSocket();", "await w.ReceiveAsync(new Memory<byte>(new byte[1]), default)")]
    [InlineData("using var p = new NamedPipeServerStream(\"p\");", "await p.WaitForConnectionAsync()")]
    [InlineData("await using var p = new NamedPipeServerStream(\"p\");", "await p.WaitForConnectionAsync()")]
    public Task A_Wait_That_Ends_With_Its_Object_Is_Not_Reported_Under_Using(string made, string wait) => Verify.Silent(Code.Body(
        $$"""
        {{made}}
        _ = Task.Run(async () => { await Task.Yield(); {{wait}}; });
        Work();
        """));

    [Theory]
    [InlineData("using var l = new TcpListener(IPAddress.Any, 0);", "await l.AcceptTcpClientAsync()")]
    [InlineData("using var u = new UdpClient(0);", "await u.ReceiveAsync()")]
    [InlineData("await using var p = new NamedPipeServerStream(\"p\");", "await p.WaitForConnectionAsync()")]
    public Task A_Using_In_The_Waiting_Work_Itself_Is_Reached_Too_Late_And_Reported(string made, string wait) => Verify.Reported(Code.Body(
        $$"""
        _ = {|LEAK001:Task.Run|}(async () => { await Task.Yield(); {{made}} {{wait}}; });
        Work();
        """));

    [Theory]
    [InlineData("var s = new SemaphoreSlim(0);", "await s.WaitAsync()", "")]
    [InlineData("using var s = new SemaphoreSlim(0);", "await s.WaitAsync()", "")]
    [InlineData("var s = new SemaphoreSlim(0);", "await s.WaitAsync()", "s.Dispose();")]
    [InlineData("var s = new SemaphoreSlim(0);", "s.Wait()", "s.Dispose();")]
    [InlineData("var c = new BlockingCollection<int>();", "c.Take()", "")]
    [InlineData("var l = new TcpListener(IPAddress.Any, 0); l.Start();", "await l.AcceptTcpClientAsync()", "")]
    [InlineData("var l = new HttpListener(); l.Start();", "await l.GetContextAsync()", "")]
    [InlineData("var u = new UdpClient(0);", "await u.ReceiveAsync()", "")]
    [InlineData("var p = new NamedPipeServerStream(\"p\");", "await p.WaitForConnectionAsync()", "")]
    public Task An_Object_Of_The_Scope_That_Is_Not_Ended_Is_Reported(string made, string wait, string act) => Verify.Reported(Code.Body(
        $$"""
        {{made}}
        _ = {|LEAK001:Task.Run|}(async () => { await Task.Yield(); {{wait}}; });
        Work();
        {{act}}
        """));

    [Theory]
    [InlineData("var l = new TcpListener(IPAddress.Any, 0);", "await l.AcceptTcpClientAsync()", "Work(l);")]
    [InlineData("var s = new SemaphoreSlim(0);", "await s.WaitAsync()", "Work(s);")]
    [InlineData("var p = new TaskCompletionSource();", "await p.Task", "Work(p);")]
    [InlineData("var p = new TaskCompletionSource();", "await p.Task", "token.Register(() => p.TrySetCanceled());")]
    [InlineData("var c = Channel.CreateUnbounded<int>();", "await c.Reader.ReadAsync()", "Work(c.Writer);")]
    [InlineData("var c = Channel.CreateUnbounded<int>();", "await c.Reader.ReadAsync()", "Work(c);")]
    public Task An_Object_That_Others_Can_End_Is_Not_Reported(string made, string wait, string escape) => Verify.Silent(Code.Body(
        $$"""
        {{made}}
        {{escape}}
        _ = Task.Run(async () => { await Task.Yield(); {{wait}}; });
        """));
}
