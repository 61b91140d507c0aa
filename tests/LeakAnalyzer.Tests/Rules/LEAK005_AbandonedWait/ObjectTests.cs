namespace LeakAnalyzer.Tests.Rules.LEAK005_AbandonedWait;

/// <summary>Tests losers of a race that end because the method or the type completes or closes what they wait on, such as a channel.</summary>
public class ObjectTests
{
    [Theory]
    [InlineData("var c = Channel.CreateUnbounded<int>(); await Task.WhenAny(READ, other); c.Writer.Complete();")]
    [InlineData("var c = Channel.CreateUnbounded<int>(); try { await Task.WhenAny(READ, other); Work(); } finally { c.Writer.TryComplete(); }")]
    [InlineData("var c = Channel.CreateUnbounded<int>(); Work(c.Writer); await Task.WhenAny(READ, other); c.Writer.Complete();")]
    public Task A_Channel_That_The_Scope_Completes_Is_Not_Reported(string code) =>
        RaceCode.Silent(code.Replace("READ", "c.Reader.ReadAsync().AsTask()", StringComparison.Ordinal));

    [Theory]
    [InlineData("var c = Channel.CreateUnbounded<int>(); await Task.WhenAny(READ, other);")]
    [InlineData("var c = Channel.CreateUnbounded<int>(); await Task.WhenAny(READ, other); if (flag) { c.Writer.Complete(); }")]
    [InlineData("var c = Channel.CreateUnbounded<int>(); await Task.WhenAny(READ, other); Work(); c.Writer.Complete();")]
    [InlineData("var c = Channel.CreateUnbounded<int>(); c.Writer.TryWrite(1); await Task.WhenAny(READ, other);")]
    public Task A_Channel_That_Some_Path_Leaves_Open_Is_Reported(string code) =>
        RaceCode.Reported(code.Replace("READ", "{|LEAK005:c.Reader.ReadAsync()|}.AsTask()", StringComparison.Ordinal));

    [Theory]
    [InlineData("public void Dispose() => _items.Writer.TryComplete();", false)]
    [InlineData("public void Dispose() => Stop(); private void Stop() { _items.Writer.Complete(); }", false)]
    [InlineData("public void Dispose() { _items.Writer.TryWrite(1); }", true)]
    [InlineData("", true)]
    public async Task A_Channel_That_The_Type_Completes_Is_Not_Reported(string member, bool isReported)
    {
        string code = Code.Class($$"""
            private readonly Channel<int> _items = Channel.CreateUnbounded<int>();
            public async Task Scope(Task other) => await Task.WhenAny({{(isReported ? "{|LEAK005:_items.Reader.ReadAsync()|}" : "_items.Reader.ReadAsync()")}}.AsTask(), other);
            {{member}}
            """);
        await (isReported ? Verify.Reported(code, Setup.Races) : Verify.Silent(code, Setup.Races));
    }

    [Theory]
    [InlineData("private readonly TcpListener _listener = new(IPAddress.Any, 1); public void Dispose() => _listener.Stop();", "_listener.AcceptTcpClientAsync()", false)]
    [InlineData("private readonly TcpListener _listener = new(IPAddress.Any, 1);", "{|LEAK005:_listener.AcceptTcpClientAsync()|}", true)]
    [InlineData("private readonly UdpClient _udp = new(); public void Dispose() => _udp.Dispose();", "_udp.ReceiveAsync()", false)]
    [InlineData("private readonly UdpClient _udp = new();", "{|LEAK005:_udp.ReceiveAsync()|}", true)]
    public async Task A_Connection_That_The_Type_Closes_Is_Not_Reported(string members, string wait, bool isReported)
    {
        string code = Code.Class($"{members}\npublic async Task Scope(Task other) => await Task.WhenAny({wait}, other);");
        await (isReported ? Verify.Reported(code, Setup.Races) : Verify.Silent(code, Setup.Races));
    }

    [Theory]
    [InlineData("await Task.WhenAny({|LEAK005:_gate.WaitAsync()|}, other); _gate.Release();")]
    [InlineData("if (await Task.WhenAny({|LEAK005:_gate.WaitAsync()|}, other) == other) { return; } try { Work(); } finally { _gate.Release(); }")]
    [InlineData("await {|LEAK005:_gate.WaitAsync()|}.WaitAsync(TimeSpan.FromSeconds(1)); try { Work(); } finally { _gate.Release(); }")]
    [InlineData("await {|LEAK005:_signal.WaitAsync()|}.WaitAsync(TimeSpan.FromSeconds(1));")]
    [InlineData("var gate = new SemaphoreSlim(1); await Task.WhenAny({|LEAK005:gate.WaitAsync()|}, other); gate.Release();")]
    public Task An_Acquire_Is_Reported_Though_Somebody_Releases(string code) => Verify.Reported(Semaphores(code), Setup.Races);

    [Theory]
    [InlineData("if (!await _gate.WaitAsync(1000)) { return; } try { Work(); } finally { _gate.Release(); }")]
    [InlineData("await _gate.WaitAsync(); try { Work(); } finally { _gate.Release(); }")]
    [InlineData("var acquire = _gate.WaitAsync(); await Task.WhenAny(acquire, other); await acquire; _gate.Release();")]
    [InlineData("using var cts = new CancellationTokenSource(); var acquire = _gate.WaitAsync(cts.Token); if (await Task.WhenAny(acquire, other) != acquire) { cts.Cancel(); return; } _gate.Release();")]
    public Task An_Acquire_That_Is_Not_Abandoned_Is_Not_Reported(string code) => Verify.Silent(Semaphores(code), Setup.Races);

    [Theory]
    [InlineData("var acquire = _gate.WaitAsync(); if (await Task.WhenAny(acquire, other) == acquire) { return; } _ = acquire.ContinueWith(_ => _gate.Release(), TaskContinuationOptions.OnlyOnRanToCompletion);", false)]
    [InlineData("var acquire = _gate.WaitAsync(); if (await Task.WhenAny(acquire, other) == other) { acquire.ContinueWith(task => { if (task.IsCompleted) { _gate.Release(); } }); acquire.ContinueWith(_ => { _gate.Release(); }); }", false)]
    [InlineData("var acquire = {|LEAK005:_gate.WaitAsync()|}; if (await Task.WhenAny(acquire, other) == acquire) { return; } _ = acquire.ContinueWith(_ => Console.WriteLine());", true)]
    [InlineData("var acquire = {|LEAK005:_gate.WaitAsync()|}; if (await Task.WhenAny(acquire, other) == acquire) { return; } _ = acquire.ContinueWith(_ => _signal.Release());", true)]
    [InlineData("var acquire = {|LEAK005:_gate.WaitAsync()|}; if (await Task.WhenAny(acquire, other) == acquire) { return; } Work(); _ = acquire.ContinueWith(_ => _gate.Release());", true)]
    public Task A_Continuation_May_Give_The_Permit_Back(string code, bool isReported) => Verify.Of(Semaphores(code), isReported, Setup.Races);

    [Theory]
    [InlineData("var read = pipe.ReadAsync().AsTask(); await Task.WhenAny(read, other); if (!read.IsCompleted) { pipe.CancelPendingRead(); } var result = await read; return !result.IsCanceled;", false)]
    [InlineData("var read = pipe.ReadAsync().AsTask(); if (await Task.WhenAny(read, other) == read) { return true; } pipe.CancelPendingRead(); await read; return false;", false)]
    [InlineData("var read = pipe.ReadAsync().AsTask(); await Task.WhenAny(read, other); pipe.CancelPendingRead(); return false;", false)]
    [InlineData("var read = {|LEAK005:pipe.ReadAsync()|}.AsTask(); await Task.WhenAny(read, other); return false;", true)]
    [InlineData("var read = {|LEAK005:pipe.ReadAsync()|}.AsTask(); await Task.WhenAny(read, other); if (other.IsFaulted) { pipe.CancelPendingRead(); } return false;", true)]
    [InlineData("var read = {|LEAK005:pipe.ReadAsync()|}.AsTask(); await Task.WhenAny(read, other); spare.CancelPendingRead(); return false;", true)]
    public Task A_Pending_Read_Of_A_Pipe_May_Be_Cancelled(string code, bool isReported) => Verify.Of(
        Code.Class($"public async Task<bool> Scope(PipeReader pipe, PipeReader spare, Task other) {{ {code} }}"),
        isReported, Setup.Races);

    [Theory]
    [InlineData("_applicationStopping", "")]
    [InlineData("stoppingToken", "sealed class Worker : Microsoft.Extensions.Hosting.BackgroundService { protected override async Task ExecuteAsync(CancellationToken stoppingToken) => await RACE; }")]
    [InlineData("lifetime.ApplicationStopping", "sealed class Worker(Microsoft.Extensions.Hosting.IHostApplicationLifetime lifetime) { public async Task RunAsync() => await RACE; }")]
    public async Task The_Applications_Token_Is_Not_Reported(string token, string type)
    {
        string frame = type.Length > 0 ? type : "sealed class Worker { private static readonly CancellationToken _applicationStopping; public async Task RunAsync() => await RACE; }";
        Setup setup = Setup.Races with { References = TestReferences.Hosting, EditorConfig = "leak_analyzer.lifetime_tokens = Worker._applicationStopping\n" };
        await Verify.Silent(frame.Replace("RACE", $"Task.WhenAny(Shared.Given, Task.Delay(-1, {token}))", StringComparison.Ordinal) + Shared, setup);
        await Verify.Silent(frame.Replace("RACE", $"Shared.Items.ReadAsync({token}).AsTask().WaitAsync(TimeSpan.FromSeconds(1))", StringComparison.Ordinal) + Shared, setup);
        await Verify.Reported(frame.Replace("RACE", "{|LEAK005:Shared.Items.ReadAsync()|}.AsTask().WaitAsync(TimeSpan.FromSeconds(1))", StringComparison.Ordinal) + Shared, setup);
    }

    [Fact]
    public Task A_Race_That_Only_The_End_Of_The_Application_Ends_Is_Not_Reported() => Verify.Silent(
        """
        sealed class Worker(ChannelReader<int> reader) : Microsoft.Extensions.Hosting.BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken) => await reader.ReadAsync().AsTask().WaitAsync(stoppingToken);
        }
        """, Setup.Races with { References = TestReferences.Hosting });

    private const string Shared = "\nstatic class Shared { public static readonly Task Given = Task.CompletedTask; public static readonly ChannelReader<int> Items = null!; }";

    private static string Semaphores(string code) => Code.Class($$"""
        private readonly SemaphoreSlim _gate = new(1);
        private readonly SemaphoreSlim _signal = new(0);

        public async Task Scope(Task other)
        {
            {{code}}
        }

        public void Signal() => _signal.Release();
        """);
}
