namespace LeakAnalyzer.Tests.Rules.LEAK005_AbandonedWait;

/// <summary>Tests each wait in the catalogue (the analyzer's table of framework members) that can lose a race, and similar calls.</summary>
public class OperationTests
{
    [Theory]
    [InlineData("ChannelReader<int> reader", "{|LEAK005:reader.ReadAsync()|}.AsTask()")]
    [InlineData("ChannelReader<int> reader", "{|LEAK005:reader.ReadAsync(token)|}.AsTask()")]
    [InlineData("ChannelReader<int> reader", "{|LEAK005:reader.WaitToReadAsync()|}.AsTask()")]
    [InlineData("ChannelReader<int> reader", "{|LEAK005:reader.ReadAsync()|}.Preserve().AsTask()")]
    [InlineData("Channel<int> channel", "{|LEAK005:channel.Reader.ReadAsync(token)|}.AsTask()")]
    [InlineData("ChannelWriter<int> writer", "{|LEAK005:writer.WriteAsync(1)|}.AsTask()")]
    [InlineData("ChannelWriter<int> writer", "{|LEAK005:writer.WaitToWriteAsync(token)|}.AsTask()")]
    [InlineData("int x", "{|LEAK005:Task.Delay(-1)|}")]
    [InlineData("int x", "{|LEAK005:Task.Delay(Timeout.Infinite, token)|}")]
    [InlineData("int x", "{|LEAK005:Task.Delay(Timeout.InfiniteTimeSpan, token)|}")]
    [InlineData("int x", "{|LEAK005:Task.Delay(cancellationToken: token, millisecondsDelay: -1)|}")]
    [InlineData("SemaphoreSlim gate", "{|LEAK005:gate.WaitAsync()|}")]
    [InlineData("SemaphoreSlim gate", "{|LEAK005:gate.WaitAsync(token)|}")]
    [InlineData("PipeReader pipe", "{|LEAK005:pipe.ReadAsync()|}.AsTask()")]
    [InlineData("PipeReader pipe", "{|LEAK005:pipe.ReadAtLeastAsync(9, token)|}.AsTask()")]
    [InlineData("ISourceBlock<int> block", "{|LEAK005:block.ReceiveAsync()|}")]
    [InlineData("ISourceBlock<int> block", "{|LEAK005:block.OutputAvailableAsync(token)|}")]
    [InlineData("Socket socket", "{|LEAK005:socket.AcceptAsync()|}")]
    [InlineData("Socket socket", "{|LEAK005:socket.AcceptAsync(token)|}.AsTask()")]
    [InlineData("Socket socket", "{|LEAK005:socket.ReceiveAsync(new ArraySegment<byte>(new byte[9]), SocketFlags.None)|}")]
    [InlineData("Socket socket", "{|LEAK005:socket.ReceiveAsync(new Memory<byte>(new byte[9]), SocketFlags.None, token)|}.AsTask()")]
    [InlineData("TcpListener listener", "{|LEAK005:listener.AcceptTcpClientAsync()|}")]
    [InlineData("TcpListener listener", "{|LEAK005:listener.AcceptSocketAsync(token)|}.AsTask()")]
    [InlineData("UdpClient udp", "{|LEAK005:udp.ReceiveAsync()|}")]
    [InlineData("HttpListener http", "{|LEAK005:http.GetContextAsync()|}")]
    [InlineData("WebSocket web", "{|LEAK005:web.ReceiveAsync(new ArraySegment<byte>(new byte[9]), CancellationToken.None)|}")]
    [InlineData("WebSocket web", "{|LEAK005:web.ReceiveAsync(new ArraySegment<byte>(new byte[9]), token)|}")]
    [InlineData("NamedPipeServerStream pipe", "{|LEAK005:pipe.WaitForConnectionAsync()|}")]
    public Task Every_Operation_That_Is_Begun_For_A_Race_Is_Reported(string parameters, string operation) =>
        Verify.Reported(Race(parameters, operation), Setup.Races);

    [Theory]
    [InlineData("TaskCompletionSource done", "done.Task")]
    [InlineData("TaskCompletionSource<int> done", "done.Task")]
    [InlineData("ChannelReader<int> reader", "reader.Completion")]
    [InlineData("IDataflowBlock block", "block.Completion")]
    [InlineData("Task task", "task")]
    [InlineData("Func<Task> start", "start()")]
    [InlineData("Stream stream", "stream.ReadAsync(new byte[9], 0, 9)")]
    [InlineData("System.Net.Http.HttpClient client", "client.GetAsync(\"https://localhost/\")")]
    [InlineData("System.Diagnostics.Process process", "process.WaitForExitAsync()")]
    [InlineData("SemaphoreSlim gate", "gate.WaitAsync(1000)")]
    [InlineData("SemaphoreSlim gate", "gate.WaitAsync(TimeSpan.FromSeconds(1), token)")]
    [InlineData("ISourceBlock<int> block", "block.ReceiveAsync(TimeSpan.FromSeconds(1))")]
    [InlineData("ChannelReader<int> reader", "reader.ReadAsync(CancellationToken.None).AsTask()")]
    [InlineData("ChannelReader<int> reader", "PumpAsync(reader)")]
    [InlineData("ChannelReader<int> reader", "Task.Run(() => PumpAsync(reader))")]
    [InlineData("int x", "Task.Delay(1000, token)")]
    public Task A_Task_That_Tells_A_State_Or_Ends_By_Itself_Or_Is_Given_Is_Not_Reported(string parameters, string operation) =>
        Verify.Silent(Race(parameters, operation), Setup.Races);

    [Theory]
    [InlineData("reader.ReadAsync(CancellationToken.None)", true)]
    [InlineData("reader.ReadAsync(token)", true)]
    [InlineData("reader.ReadAsync(_stopping)", false)]
    public async Task The_Options_Count(string read, bool isReported)
    {
        string marked = isReported ? "{|LEAK005:" + read + "|}" : read;
        string code = Race("ChannelReader<int> reader", marked + ".AsTask()");
        Setup setup = Setup.Races with { EditorConfig = "leak_analyzer.report_explicit_none = true\nleak_analyzer.lifetime_tokens = Subject._stopping\n" };
        await (isReported ? Verify.Reported(code, setup) : Verify.Silent(code, setup));
    }

    [Fact]
    public Task A_Wait_Of_The_Users_Counts() => Verify.Reported(
        Race("Bus bus", "{|LEAK005:bus.NextAsync()|}") + "\npublic class Bus { public Task<int> NextAsync() => null!; public async Task Local(Task other) { var next = {|LEAK005:NextAsync()|}; await Task.WhenAny(next, other); } }",
        Setup.Races with { EditorConfig = "leak_analyzer.open_ended_waits = Bus.NextAsync\n" });

    [Fact]
    public Task A_Wait_That_Nobody_Named_Does_Not() => Verify.Silent(
        Race("Bus bus", "bus.NextAsync()") + "\npublic class Bus { public Task<int> NextAsync() => null!; }", Setup.Races);

    [Theory]
    [InlineData("Mine.Task.WhenAny(READ, other)", "static class Mine { public static class Task { public static System.Threading.Tasks.Task WhenAny(params System.Threading.Tasks.Task[] tasks) => tasks[0]; } }")]
    [InlineData("WhenAny(READ, other)", "partial class Subject { private static Task WhenAny(params Task[] tasks) => Task.WhenAll(tasks); }")]
    [InlineData("READ.WaitAsync(\"a second\")", "static class Mine { public static Task WaitAsync(this Task task, string time) => task; }")]
    [InlineData("Task.WhenAll(READ, other)", "")]
    public Task A_Race_Of_The_Users_Own_Is_None(string race, string declarations) => Verify.Silent(
        RaceCode.Body("await " + race.Replace("READ", "reader.ReadAsync().AsTask()", StringComparison.Ordinal) + ";") + "\n" + declarations, Setup.Races);

    [Theory]
    [InlineData("Mine.Channel")]
    [InlineData("Mine.ChannelReader<int>")]
    public Task A_Channel_Of_The_Users_Own_Is_None(string type) => Verify.Silent(
        Race(type + " reader", "reader.ReadAsync()") + """

        namespace Mine
        {
            public class Channel { public Task<int> ReadAsync() => Task.FromResult(1); }
            public class ChannelReader<T> { public Task<T> ReadAsync() => Task.FromResult(default(T)!); }
        }
        """, Setup.Races);

    private static string Race(string parameters, string operation) => Code.Class(
        $$"""
            private readonly CancellationToken _stopping;

            public async Task Scope({{parameters}}, Task other, CancellationToken token)
            {
                await Task.WhenAny({{operation}}, other);
            }

            private static async Task PumpAsync(ChannelReader<int> source) => await source.ReadAsync();
        """);
}
