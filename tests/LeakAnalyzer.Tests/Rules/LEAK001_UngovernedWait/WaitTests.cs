namespace LeakAnalyzer.Tests.Rules.LEAK001_UngovernedWait;

/// <summary>Tests each wait in the catalogue (the analyzer's table of framework members), and similar calls that end by themselves.</summary>
public class WaitTests
{
    [Theory]
    [InlineData("ChannelReader<int> r", "await r.ReadAsync()")]
    [InlineData("ChannelReader<int> r", "await r.WaitToReadAsync()")]
    [InlineData("ChannelReader<int> r", "while (await r.WaitToReadAsync()) { r.TryRead(out _); }")]
    [InlineData("ChannelReader<int> r", "await foreach (var item in r.ReadAllAsync()) { Work(item); }")]
    [InlineData("ChannelReader<int> r", "await r.Completion")]
    [InlineData("Channel<int> c", "await c.Reader.ReadAsync()")]
    [InlineData("Channel<int, string> c", "await c.Reader.ReadAsync()")]
    [InlineData("ChannelWriter<int> w", "await w.WriteAsync(1)")]
    [InlineData("ChannelWriter<int> w", "await w.WaitToWriteAsync()")]
    [InlineData("Channel<int> c", "await c.Writer.WriteAsync(1)")]
    public Task A_Wait_For_A_Channel_Is_Reported(string parameters, string work) => Reported(parameters, work);

    [Theory]
    [InlineData("ChannelReader<int> r", "r.TryRead(out _)")]
    [InlineData("ChannelReader<int> r", "r.TryPeek(out _)")]
    [InlineData("ChannelReader<int> r", "Work(r.Completion.IsCompleted)")]
    [InlineData("ChannelReader<int> r", "_ = r.WaitToReadAsync()")]
    [InlineData("ChannelWriter<int> w", "w.TryWrite(1)")]
    [InlineData("ChannelWriter<int> w", "w.Complete()")]
    [InlineData("int n", "await Channel.CreateUnbounded<int>().Writer.WriteAsync(n)")]
    [InlineData("int n", "var c = Channel.CreateUnbounded<int>(); await c.Writer.WriteAsync(n)")]
    [InlineData("int n", "var c = Channel.CreateUnbounded<int>(new UnboundedChannelOptions()); await c.Writer.WaitToWriteAsync()")]
    public Task A_Channel_That_Is_Not_Waited_For_Is_Not_Reported(string parameters, string work) => Silent(parameters, work);

    [Theory]
    [InlineData("await Task.Delay(-1)")]
    [InlineData("await Task.Delay(Timeout.Infinite)")]
    [InlineData("await Task.Delay(Timeout.InfiniteTimeSpan)")]
    [InlineData("await Task.Delay(TimeSpan.FromMilliseconds(-1))")]
    [InlineData("await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System)")]
    [InlineData("await Task.Delay(millisecondsDelay: Timeout.Infinite)")]
    [InlineData("Task.Delay(Timeout.Infinite).Wait()")]
    [InlineData("const int Forever = -1; await Task.Delay(Forever)")]
    public Task An_Infinite_Delay_Is_Reported(string work) => Reported("int n", work);

    [Theory]
    [InlineData("await Task.Delay(1000)")]
    [InlineData("await Task.Delay(n)")]
    [InlineData("await Task.Delay(TimeSpan.FromDays(1))")]
    [InlineData("await Task.Delay(TimeSpan.FromDays(1), TimeProvider.System)")]
    [InlineData("_ = Task.Delay(Timeout.Infinite)")]
    [InlineData("await Task.Yield()")]
    public Task A_Finite_Delay_Is_Not_Reported(string work) => Silent("int n", work);

    [Theory]
    [InlineData("default(CancellationToken).WaitHandle.WaitOne()")]
    [InlineData("new CancellationToken().WaitHandle.WaitOne()")]
    public Task A_Wait_For_A_Token_That_Nobody_Cancels_Is_Reported(string work) => Reported("int n", work);

    [Theory]
    [InlineData("CancellationToken t", "t.WaitHandle.WaitOne()")]
    [InlineData("int n", "default(CancellationToken).WaitHandle.WaitOne(1000)")]
    [InlineData("int n", "default(CancellationToken).WaitHandle.WaitOne(TimeSpan.FromSeconds(1))")]
    public Task A_Wait_For_A_Token_Of_The_Caller_Or_With_A_Timeout_Is_Not_Reported(string parameters, string work) => Silent(parameters, work);

    [Theory]
    [InlineData("TaskCompletionSource p", "await p.Task")]
    [InlineData("TaskCompletionSource<int> p", "await p.Task")]
    [InlineData("TaskCompletionSource p", "p.Task.Wait()")]
    [InlineData("TaskCompletionSource<int> p", "Work(p.Task.Result)")]
    [InlineData("TaskCompletionSource<int> p", "p.Task.GetAwaiter().GetResult()")]
    public Task A_Wait_For_A_Promise_Is_Reported(string parameters, string work) => Reported(parameters, work);

    [Theory]
    [InlineData("TaskCompletionSource p", "p.TrySetResult()")]
    [InlineData("TaskCompletionSource p", "Work(p.Task.IsCompleted)")]
    [InlineData("TaskCompletionSource p", "p.Task.Wait(1000)")]
    [InlineData("TaskCompletionSource p", "await p.Task.WaitAsync(TimeSpan.FromSeconds(1))")]
    public Task A_Promise_That_Is_Not_Waited_For_Or_With_A_Timeout_Is_Not_Reported(string parameters, string work) => Silent(parameters, work);

    [Theory]
    [InlineData("BlockingCollection<int> c", "c.Take()")]
    [InlineData("BlockingCollection<int> c", "foreach (var item in c.GetConsumingEnumerable()) { Work(item); }")]
    public Task A_Wait_For_A_Blocking_Collection_Is_Reported(string parameters, string work) => Reported(parameters, work);

    [Theory]
    [InlineData("BlockingCollection<int> c", "c.TryTake(out _)")]
    [InlineData("BlockingCollection<int> c", "c.TryTake(out _, 1000)")]
    [InlineData("BlockingCollection<int> c", "c.TryTake(out _, TimeSpan.FromSeconds(1))")]
    [InlineData("BlockingCollection<int> c", "foreach (var item in c) { Work(item); }")]
    [InlineData("List<int> c", "foreach (var item in c.Take(5)) { Work(item); }")]
    public Task A_Collection_That_Is_Not_Waited_For_Is_Not_Reported(string parameters, string work) => Silent(parameters, work);

    [Theory]
    [InlineData("PipeReader p", "await p.ReadAsync()")]
    [InlineData("Pipe p", "await p.Reader.ReadAsync()")]
    [InlineData("ISourceBlock<int> b", "await b.ReceiveAsync()")]
    [InlineData("BufferBlock<int> b", "await b.ReceiveAsync()")]
    [InlineData("ISourceBlock<int> b", "await b.OutputAvailableAsync()")]
    [InlineData("BufferBlock<int> b", "while (await b.OutputAvailableAsync()) { b.TryReceive(out _); }")]
    public Task A_Wait_For_A_Pipe_Or_A_Block_Is_Reported(string parameters, string work) => Reported(parameters, work);

    [Theory]
    [InlineData("PipeReader p", "p.TryRead(out _)")]
    [InlineData("Stream s", "await s.ReadAsync(new byte[1])")]
    [InlineData("BufferBlock<int> b", "b.TryReceive(out _)")]
    [InlineData("BufferBlock<int> b", "await b.ReceiveAsync(TimeSpan.FromSeconds(1))")]
    [InlineData("ITargetBlock<int> b", "b.Post(1)")]
    public Task A_Pipe_Or_A_Block_That_Is_Not_Waited_For_Is_Not_Reported(string parameters, string work) => Silent(parameters, work);

    [Theory]
    [InlineData("Socket s", "await s.AcceptAsync()")]
    [InlineData("Socket s", "await s.ReceiveAsync(new byte[1], SocketFlags.None)")]
    [InlineData("Socket s", "await s.ReceiveAsync(new ArraySegment<byte>(new byte[1]), SocketFlags.None)")]
    [InlineData("Socket s", "s.Accept()")]
    [InlineData("Socket s", "s.Receive(new byte[1])")]
    [InlineData("Socket s", "await s.ReceiveFromAsync(new byte[1], new IPEndPoint(0, 0))")]
    [InlineData("TcpListener l", "await l.AcceptTcpClientAsync()")]
    [InlineData("TcpListener l", "await l.AcceptSocketAsync()")]
    [InlineData("TcpListener l", "l.AcceptTcpClient()")]
    [InlineData("HttpListener l", "await l.GetContextAsync()")]
    [InlineData("HttpListener l", "l.GetContext()")]
    [InlineData("UdpClient u", "await u.ReceiveAsync()")]
    [InlineData("WebSocket w", "await w.ReceiveAsync(new ArraySegment<byte>(new byte[1]), default)")]
    [InlineData("WebSocket w", "await w.ReceiveAsync(new Memory<byte>(new byte[1]), default)")]
    [InlineData("ClientWebSocket w", "await w.ReceiveAsync(new Memory<byte>(new byte[1]), default)")]
    [InlineData("NamedPipeServerStream p", "await p.WaitForConnectionAsync()")]
    [InlineData("NamedPipeServerStream p", "p.WaitForConnection()")]
    public Task A_Wait_For_The_Network_Is_Reported(string parameters, string work) => Reported(parameters, work);

    [Theory]
    [InlineData("Socket s", "await s.ConnectAsync(new IPEndPoint(0, 0))")]
    [InlineData("Socket s", "await s.SendAsync(new byte[1], SocketFlags.None)")]
    [InlineData("TcpListener l", "l.Pending()")]
    [InlineData("HttpListener l", "l.Start()")]
    [InlineData("UdpClient u", "await u.SendAsync(new byte[1], 1)")]
    [InlineData("WebSocket w", "await w.SendAsync(new ArraySegment<byte>(new byte[1]), WebSocketMessageType.Text, true, default)")]
    [InlineData("NamedPipeServerStream p", "await p.FlushAsync()")]
    [InlineData("System.Net.Http.HttpClient h", "await h.GetStringAsync(\"http://localhost\")")]
    public Task The_Network_Without_A_Wait_For_Others_Is_Not_Reported(string parameters, string work) => Silent(parameters, work);

    [Theory]
    [InlineData("await s.WaitAsync()")]
    [InlineData("s.Wait()")]
    [InlineData("s.WaitAsync().Wait()")]
    [InlineData("await s.WaitAsync(); other.Release()")]
    public Task A_Semaphore_That_Is_Waited_For_As_A_Signal_Is_Reported(string work) => Reported("SemaphoreSlim s, SemaphoreSlim other", work);

    [Theory]
    [InlineData("await s.WaitAsync(); try { Work(); } finally { s.Release(); }")]
    [InlineData("s.Wait(); try { Work(); } finally { s.Release(); }")]
    [InlineData("await s.WaitAsync(); Work(); s.Release()")]
    [InlineData("await s.WaitAsync(1000)")]
    [InlineData("await s.WaitAsync(TimeSpan.FromSeconds(1))")]
    [InlineData("s.Wait(0)")]
    [InlineData("s.Release()")]
    public Task A_Semaphore_That_Is_A_Lock_Or_Has_A_Timeout_Is_Not_Reported(string work) => Silent("SemaphoreSlim s, SemaphoreSlim other", work);

    [Theory]
    [InlineData("PeriodicTimer t", "await t.WaitForNextTickAsync()")]
    [InlineData("System.Diagnostics.Process p", "await p.WaitForExitAsync()")]
    [InlineData("Task t", "await t")]
    [InlineData("Func<Task> f", "await f()")]
    [InlineData("IAsyncEnumerable<int> s", "await foreach (var item in s) { Work(item); }")]
    public Task A_Wait_That_Is_Not_In_The_List_Is_Not_Reported(string parameters, string work) => Silent(parameters, work);

    private static Task Reported(string parameters, string work) => Verify.Reported(Code.Started(parameters, work, isReported: true));

    private static Task Silent(string parameters, string work) => Verify.Silent(Code.Started(parameters, work, isReported: false));
}
