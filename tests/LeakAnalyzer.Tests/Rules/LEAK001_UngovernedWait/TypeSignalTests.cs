namespace LeakAnalyzer.Tests.Rules.LEAK001_UngovernedWait;

/// <summary>Tests waits on a channel, semaphore or the like in a field that a member of the type may complete, release or stop.</summary>
public class TypeSignalTests
{
    public static TheoryData<string, string, string> EndedByAMember() => new()
    {
        { "Channel<int> _c = Channel.CreateUnbounded<int>();", "await _c.Reader.ReadAsync()", "_c.Writer.Complete();" },
        { "Channel<int> _c = Channel.CreateUnbounded<int>();", "await _c.Reader.ReadAsync()", "_c.Writer.TryComplete(new Exception());" },
        { "Channel<int> _c = Channel.CreateUnbounded<int>();", "await foreach (var item in _c.Reader.ReadAllAsync()) { }", "_c.Writer.Complete();" },
        { "Channel<int> _c = Channel.CreateUnbounded<int>();", "var r = _c.Reader; await r.WaitToReadAsync()", "var w = _c.Writer; w.Complete();" },
        { "Channel<int> _c = Channel.CreateBounded<int>(1);", "await _c.Writer.WriteAsync(1)", "_c.Writer.Complete();" },
        { "TaskCompletionSource _p = new();", "await _p.Task", "_p.SetResult();" },
        { "TaskCompletionSource _p = new();", "await _p.Task", "_p.TrySetCanceled();" },
        { "TaskCompletionSource<int> _p = new();", "await _p.Task", "_p.TrySetException(new Exception());" },
        { "SemaphoreSlim _s = new(0);", "await _s.WaitAsync()", "_s.Release();" },
        { "SemaphoreSlim _s = new(0);", "_s.Wait()", "_s.Release(3);" },
        { "BlockingCollection<int> _c = new();", "_c.Take()", "_c.CompleteAdding();" },
        { "BlockingCollection<int> _c = new();", "foreach (var item in _c.GetConsumingEnumerable()) { }", "_c.CompleteAdding();" },
        { "TcpListener _l = new(IPAddress.Any, 0);", "await _l.AcceptTcpClientAsync()", "_l.Stop();" },
        { "TcpListener _l = new(IPAddress.Any, 0);", "await _l.AcceptTcpClientAsync()", "_l.Dispose();" },
        { "HttpListener _l = new();", "await _l.GetContextAsync()", "_l.Close();" },
        { "HttpListener _l = new();", "await _l.GetContextAsync()", "((IDisposable)_l).Dispose();" },
        { "UdpClient _u = new(0);", "await _u.ReceiveAsync()", "_u.Dispose();" },
        { "Socket _s = new(SocketType.Stream, ProtocolType.Tcp);", "await _s.AcceptAsync()", "_s.Close();" },
        { "TcpClient _c = new();", "await _c.GetStream().ReadAsync(new byte[1])", "_c.Close();" },
        { "ClientWebSocket _w = new();", "await _w.ReceiveAsync(new Memory<byte>(new byte[1]), default)", "_w.Dispose();" },
        { "NamedPipeServerStream _n = new(\"n\");", "await _n.WaitForConnectionAsync()", "_n.Dispose();" },
        { "Pipe _p = new();", "await _p.Reader.ReadAsync()", "_p.Writer.Complete();" },
        { "BufferBlock<int> _b = new();", "await _b.ReceiveAsync()", "_b.Complete();" },
    };

    [Theory]
    [MemberData(nameof(EndedByAMember))]
    public Task A_Wait_That_A_Member_Ends_Is_Not_Reported(string field, string wait, string act) =>
        Verify.Silent(Holder(field, wait, act, isReported: false));

    [Theory]
    [MemberData(nameof(EndedByAMember))]
    public Task The_Same_Without_That_Member_Is_Reported(string field, string wait, string act)
    {
        Assert.NotEmpty(act);
        return Verify.Reported(Holder(field, wait, "", isReported: true));
    }

    [Theory]
    [InlineData("SemaphoreSlim _s = new(0);", "await _s.WaitAsync()", "_s.Dispose();")]
    [InlineData("TaskCompletionSource _p = new();", "await _p.Task", "_ = _p.Task.IsCompleted;")]
    [InlineData("Channel<int> _c = Channel.CreateUnbounded<int>();", "await _c.Reader.ReadAsync()", "_ = _c.Writer.WaitToWriteAsync();")]
    [InlineData("Channel<int> _c = Channel.CreateUnbounded<int>();", "await _c.Reader.ReadAsync()", "_c.Reader.TryRead(out _);")]
    [InlineData("Channel<int> _c = Channel.CreateUnbounded<int>();", "await _c.Reader.Completion", "_c.Writer.TryWrite(1);")]
    public Task An_Act_That_Does_Not_End_The_Wait_Counts_For_Nothing(string field, string wait, string act) =>
        Verify.Reported(Holder(field, wait, act, isReported: true));

    [Theory]
    [InlineData("Semaphore _s = new(0, 1);", true)]
    [InlineData("Semaphore _s = new(0, 1, null);", true)]
    [InlineData("Semaphore _s = new(0, 1, \"name\");", false)]
    [InlineData("EventWaitHandle _s = new(false, EventResetMode.AutoReset);", true)]
    [InlineData("EventWaitHandle _s = new(false, EventResetMode.AutoReset, null);", true)]
    [InlineData("EventWaitHandle _s = new(false, EventResetMode.AutoReset, \"name\");", false)]
    [InlineData("EventWaitHandle _s = new(false, EventResetMode.AutoReset, \"name\", out _);", false)]
    public Task What_Has_A_Name_Other_Processes_Signal(string field, bool isReported) =>
        Verify.Of(Holder(field, "_s.WaitOne()", "", isReported), isReported);

    public static TheoryData<string, string, string> WrittenByAMember() => new()
    {
        { "Channel<int> _c = Channel.CreateUnbounded<int>();", "await _c.Reader.ReadAsync()", "_c.Writer.TryWrite(1);" },
        { "Channel<int> _c = Channel.CreateUnbounded<int>();", "await _c.Reader.WaitToReadAsync()", "_ = _c.Writer.WriteAsync(1);" },
        { "BlockingCollection<int> _c = new();", "_c.Take()", "_c.Add(1);" },
        { "BlockingCollection<int> _c = new();", "_c.Take()", "_c.TryAdd(1);" },
        { "BufferBlock<int> _b = new();", "await _b.ReceiveAsync()", "_b.Post(1);" },
        { "BufferBlock<int> _b = new();", "await _b.OutputAvailableAsync()", "_ = _b.SendAsync(1);" },
        { "Pipe _p = new();", "await _p.Reader.ReadAsync()", "_ = _p.Writer.WriteAsync(default);" },
        { "Pipe _p = new();", "await _p.Reader.ReadAsync()", "_ = _p.Writer.FlushAsync();" },
    };

    [Theory]
    [MemberData(nameof(WrittenByAMember))]
    public Task A_Wait_For_One_Item_That_A_Member_Writes_Is_Not_Reported(string field, string wait, string act) =>
        Verify.Silent(Holder(field, wait, act, isReported: false));

    [Theory]
    [MemberData(nameof(WrittenByAMember))]
    public Task A_Wait_For_Item_After_Item_That_A_Member_Writes_Is_Reported(string field, string wait, string act) =>
        Verify.Reported(Holder(field, $"while (true) {{ {wait}; }}", act, isReported: true));

    [Theory]
    [InlineData("await foreach (int item in _c.Reader.ReadAllAsync()) { Work(item); }", true)]
    [InlineData("await foreach (int item in _c.Reader.ReadAllAsync()) { if (item == 0) { return; } }", false)]
    [InlineData("while (await _c.Reader.WaitToReadAsync()) { while (_c.Reader.TryRead(out int item)) { Work(item); } }", true)]
    [InlineData("while (!_c.Reader.Completion.IsCompleted) { await _c.Reader.ReadAsync(); }", true)]
    [InlineData("for (;;) { await _c.Reader.ReadAsync(); }", true)]
    [InlineData("for (;;) { if (await _c.Reader.ReadAsync() == 0) { break; } }", false)]
    [InlineData("do { Work(await _c.Reader.ReadAsync()); } while (true);", true)]
    [InlineData("do { Work(await _c.Reader.ReadAsync()); } while (_c.Reader.Count > 0);", false)]
    [InlineData("for (int i = 0; i < 9; i++) { await _c.Reader.ReadAsync(); }", false)]
    [InlineData("for (int i = 0; ; i++) { await _c.Reader.ReadAsync(); }", true)]
    [InlineData("foreach (int n in new[] { 1, 2 }) { await _c.Reader.ReadAsync(); }", false)]
    [InlineData("while (true) { for (int i = 0; i < 9; i++) { await _c.Reader.ReadAsync(); } }", true)]
    [InlineData("while (true) { while (true) { if (await _c.Reader.ReadAsync() == 0) { break; } } }", true)]
    [InlineData("while (true) { while (true) { if (await _c.Reader.ReadAsync() == 0) { return; } } }", false)]
    [InlineData("while (true) { switch (await _c.Reader.ReadAsync()) { case 0: Work(); break; } }", true)]
    [InlineData("while (true) { switch (await _c.Reader.ReadAsync()) { case 0: Work(); return; } }", false)]
    [InlineData("while (true) { await OneAsync(); }", true)]
    [InlineData("await OneAsync();", false)]
    [InlineData("while (true) { Action give = () => { return; }; await _c.Reader.ReadAsync(); give(); }", true)]
    public Task An_Item_Ends_A_Wait_That_Does_Not_Come_Again_For_Ever(string waits, bool isReported)
    {
        string code = Holder("Channel<int> _c = Channel.CreateUnbounded<int>();", waits, "_c.Writer.TryWrite(1);", isReported)
            + "\npartial class Subject { private async Task OneAsync() => await _c.Reader.ReadAsync(); }";
        return isReported ? Verify.Reported(code) : Verify.Silent(code);
    }

    [Theory]
    [InlineData("", "", true)]
    [InlineData("private readonly ChannelWriter<int> _writer;", "_writer = made.Writer;", true)]
    [InlineData("internal ChannelWriter<int> Items { get; }", "Items = made.Writer;", true)]
    [InlineData("public ChannelWriter<int> Items { get; }", "Items = made.Writer;", false)]
    [InlineData("private readonly ChannelWriter<int> _writer; public void Dispose() => _writer.TryComplete();", "_writer = made.Writer;", false)]
    [InlineData("internal ChannelWriter<int> Items { get; } public void Dispose() => Items.TryComplete();", "Items = made.Writer;", false)]
    public Task A_Channel_Whose_Ends_The_Type_Keeps_Is_The_Types(string members, string keeps, bool isReported)
    {
        string code = $$"""
            public sealed class Subject
            {
                private readonly ChannelReader<int> _reader;
                {{members}}

                public Subject()
                {
                    Channel<int> made = Channel.CreateBounded<int>(16);
                    _reader = made.Reader;
                    {{keeps}}
                    _ = {{(isReported ? "{|LEAK001:Task.Run|}" : "Task.Run")}}(LoopAsync);
                }

                private async Task LoopAsync() { while (true) { await _reader.ReadAsync(); } }
            }
            """;
        return isReported ? Verify.Reported(code) : Verify.Silent(code);
    }

    [Theory]
    [InlineData("public Channel<int> Channel2 => _c;")]
    [InlineData("public ChannelWriter<int> Writer => _c.Writer;")]
    [InlineData("public ChannelWriter<int> GetWriter() => _c.Writer;")]
    [InlineData("public void Fill() => Producer.Fill(_c.Writer);")]
    [InlineData("public void Fill() => Producer.Fill(_c);")]
    [InlineData("private readonly Producer _producer; public Subject() => _producer = new Producer(_c.Writer);")]
    public Task A_Channel_That_Others_May_Complete_Is_Not_Reported(string member) => Verify.Silent(Exposing(member, isReported: false));

    [Theory]
    [InlineData("")]
    [InlineData("public ChannelReader<int> Reader => _c.Reader;")]
    [InlineData("public int Count => _c.Reader.Count;")]
    [InlineData("public bool IsOver => _c.Reader.Completion.IsCompleted;")]
    [InlineData("private ChannelWriter<int> Writer => _c.Writer;")]
    [InlineData("internal ChannelWriter<int> Writer => _c.Writer;")]
    public Task A_Channel_That_Nobody_May_Complete_Is_Reported(string member) => Verify.Reported(Exposing(member, isReported: true));

    [Theory]
    [InlineData("private ChannelReader<int> _r = Producer.Create().Reader;")]
    [InlineData("private ChannelReader<int> _r = null!; public void Use(ChannelReader<int> r) => _r = r;")]
    [InlineData("private ChannelReader<int> _r { get; } = Producer.Create().Reader;")]
    [InlineData("protected ChannelReader<int> _r = Channel.CreateUnbounded<int>().Reader;")]
    [InlineData("public ChannelReader<int> _r { get; set; } = Channel.CreateUnbounded<int>().Reader;")]
    public Task A_Field_Whose_Object_Was_Given_From_Outside_Is_Not_Reported(string members) => Verify.Silent(Code.Class(
        $$"""
            {{members}}
            public void Scope() => _ = Task.Run(async () => await _r.ReadAsync());
        """) + ProducerType);

    /// <summary>The wait on an object that was passed to the constructor is reported, unless the type itself completes the object.</summary>
    [Theory]
    [InlineData("private readonly ChannelReader<int> _r; public Subject(ChannelReader<int> r) => _r = r;", "")]
    [InlineData("private readonly ChannelReader<int> _r; public Subject(ChannelReader<int> r) => _r = r ?? throw new ArgumentNullException(nameof(r));", "")]
    [InlineData("private readonly ChannelReader<int> _r; public Subject(Channel<int> c) { _r = c.Reader; }", "private readonly ChannelReader<int> _r; private readonly Channel<int> _c; public Subject(Channel<int> c) { _c = c; _r = c.Reader; } public void Stop() => _c.Writer.TryComplete();")]
    [InlineData("private readonly Channel<int> _c; private ChannelReader<int> _r => _c.Reader; public Subject(Channel<int> c) => _c = c;", "private readonly Channel<int> _c; private ChannelReader<int> _r => _c.Reader; public Subject(Channel<int> c) => _c = c; public void Stop() => _c.Writer.TryComplete();")]
    public async Task An_Object_That_The_Type_Was_Given_And_Does_Not_End(string members, string ending)
    {
        const string Start = "public void Scope() => _ = {|LEAK001:Task.Run|}(async () => await _r.ReadAsync());";
        await Verify.Reported(Code.Class(members + Start));
        if (ending.Length > 0)
        {
            await Verify.Silent(Code.Class(ending + Start.Replace("{|LEAK001:Task.Run|}", "Task.Run", StringComparison.Ordinal)));
        }
    }

    [Theory]
    [InlineData("class Subject(ChannelReader<int> reader) { public void Scope() => _ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync()); }")]
    [InlineData("class Subject(Channel<int> c) { public void Scope() => _ = {|LEAK001:Task.Run|}(async () => await c.Reader.ReadAsync()); public bool IsOver => c.Reader.Completion.IsCompleted; }")]
    public Task A_Parameter_Of_A_Primary_Constructor_Is_Given_Too(string code) => Verify.Reported(code);

    [Fact]
    public Task A_Parameter_Of_A_Primary_Constructor_That_The_Type_Ends_Is_Not_Reported() => Verify.Silent(
        "class Subject(Channel<int> c) { public void Scope() => _ = Task.Run(async () => await c.Reader.ReadAsync()); public void Stop() => c.Writer.TryComplete(); }");

    [Fact]
    public Task A_Completion_That_Only_The_Waiting_Task_Would_Reach_Counts_For_Nothing() => Verify.Reported(Code.Class("""
        private readonly Channel<int> _c = Channel.CreateUnbounded<int>();
        public void Scope() => _ = {|LEAK001:PumpAsync|}();
        private async Task PumpAsync()
        {
            await _c.Reader.ReadAsync();
            _c.Writer.Complete();
        }
        """));

    [Theory]
    [InlineData("await WaitAsync(); _c.Writer.Complete();", true)]
    [InlineData("_c.Writer.Complete(); await WaitAsync();", false)]
    public async Task Before_Or_After_Is_A_Question_Of_The_Call_That_Leads_To_The_Wait(string work, bool isReported)
    {
        const string Wait = "private async Task WaitAsync() => await _c.Reader.ReadAsync();";
        string pump = $"private async Task PumpAsync() {{ {work} }}";
        foreach (string methods in new[] { Wait + pump, pump + Wait })
        {
            string code = Code.Class($$"""
                private readonly Channel<int> _c = Channel.CreateUnbounded<int>();
                public void Scope() => _ = {{(isReported ? "{|LEAK001:PumpAsync|}" : "PumpAsync")}}();
                {{methods}}
                """);
            await (isReported ? Verify.Reported(code) : Verify.Silent(code));
        }
    }

    [Fact]
    public Task A_Completion_That_The_Waiting_Task_Reaches_Before_Its_Wait_Counts() => Verify.Silent(Code.Class("""
        private readonly Channel<int> _c = Channel.CreateUnbounded<int>();
        public void Scope() => _ = DrainAsync();
        private async Task DrainAsync()
        {
            _c.Writer.TryComplete();
            await foreach (int item in _c.Reader.ReadAllAsync())
            {
                Work(item);
            }
        }
        """));

    [Fact]
    public Task A_Completion_By_Another_Task_Counts() => Verify.Silent(Code.Class("""
        private readonly Channel<int> _c = Channel.CreateUnbounded<int>();
        public void Scope()
        {
            _ = ReadAsync();
            _ = WriteAsync();
        }

        private async Task ReadAsync() => await _c.Reader.ReadAsync();
        private async Task WriteAsync()
        {
            await Task.Delay(1);
            _c.Writer.Complete();
        }
        """));

    [Fact]
    public Task A_Field_That_Is_Made_Lazily_And_Completed_Is_Not_Reported() => Verify.Silent(Code.Class("""
        private Channel<int>? _c;
        public void Scope()
        {
            _c = Channel.CreateUnbounded<int>();
            _ = Task.Run(async () => await _c.Reader.ReadAsync());
        }

        public void Dispose() => _c?.Writer.TryComplete();
        """));

    [Fact]
    public Task A_Field_That_Is_Made_Lazily_And_Not_Completed_Is_Reported() => Verify.Reported(Code.Class("""
        private Channel<int>? _c;
        public void Scope()
        {
            _c = Channel.CreateUnbounded<int>();
            _ = {|LEAK001:Task.Run|}(async () => await _c.Reader.ReadAsync());
        }

        public void Dispose() => _c = null;
        """));

    [Theory]
    [InlineData("Channel.CreateUnbounded<int>()")]
    [InlineData("Channel.CreateUnbounded<int>(new UnboundedChannelOptions { SingleReader = true })")]
    [InlineData("Channel.CreateBounded<int>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest })")]
    [InlineData("Channel.CreateBounded<int>(new BoundedChannelOptions(1) { SingleReader = true, FullMode = BoundedChannelFullMode.DropNewest })")]
    [InlineData("Channel.CreateBounded<int>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }, item => { })")]
    public Task A_Writer_That_Never_Waits_Is_Not_Reported(string made) => Verify.Silent(Code.Class($$"""
        private readonly Channel<int> _c = {{made}};
        public void Scope() => _ = Task.Run(async () => { for (int i = 0; i < 9; i++) { await _c.Writer.WriteAsync(i); } });
        """));

    [Theory]
    [InlineData("Channel.CreateBounded<int>(1)")]
    [InlineData("Channel.CreateBounded<int>(new BoundedChannelOptions(1))")]
    [InlineData("Channel.CreateBounded<int>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.Wait })")]
    public Task A_Writer_That_May_Wait_Is_Reported(string made) => Verify.Reported(Code.Class($$"""
        private readonly Channel<int> _c = {{made}};
        public void Scope() => _ = {|LEAK001:Task.Run|}(async () => await _c.Writer.WriteAsync(1));
        """));

    [Theory]
    [InlineData("_lock.Release();", false)]
    [InlineData("Work();", true)]
    public Task A_Semaphore_Field_Is_A_Lock_When_The_Same_Body_Releases_It(string end, bool isReported)
    {
        string code = Code.Class($$"""
            private readonly SemaphoreSlim _lock = new(1);
            public void Scope() => _ = {{(isReported ? "{|LEAK001:PumpAsync|}" : "PumpAsync")}}();
            private async Task PumpAsync()
            {
                await _lock.WaitAsync();
                try { Work(); } finally { {{end}} }
            }
            """);
        return isReported ? Verify.Reported(code) : Verify.Silent(code);
    }

    private const string ProducerType = """

        class Producer(ChannelWriter<int> writer)
        {
            public void Stop() => writer.Complete();
            public static void Fill(Channel<int> channel) => Fill(channel.Writer);
            public static void Fill(ChannelWriter<int> writer) => writer.Complete();
            public static Channel<int> Create() => Channel.CreateUnbounded<int>();
        }
        """;

    private static string Exposing(string member, bool isReported) => Code.Class(
        $$"""
            private readonly Channel<int> _c = Channel.CreateUnbounded<int>();
            {{member}}
            public void Scope() => _ = {{(isReported ? "{|LEAK001:Task.Run|}" : "Task.Run")}}(async () => await _c.Reader.ReadAsync());
        """) + ProducerType;

    private static string Holder(string field, string wait, string act, bool isReported) => Code.Class(
        $$"""
            private readonly {{field}}
            public void Scope() => _ = {{(isReported ? "{|LEAK001:Task.Run|}" : "Task.Run")}}(async () => { await Task.Yield(); {{wait}}; });
            public void Stop() { {{act}} }
        """);

    [Theory]
    [InlineData("new(0, 1, \"app\")", false)]
    [InlineData("new(0, 1, Environment.MachineName)", false)]
    [InlineData("new(0, 1)", true)]
    [InlineData("new(0, 1, null)", true)]
    public Task Another_Process_May_Release_A_Semaphore_That_Has_A_Name(string creation, bool isReported)
    {
        string source = Code.Class($"private readonly Semaphore _pool = {creation}; public void Start() {{ _ = {(isReported ? "{|LEAK001:Task.Run|}" : "Task.Run")}(() => _pool.WaitOne()); Thread.Sleep(1); }}");
        return isReported ? Verify.Reported(source) : Verify.Silent(source);
    }
}
