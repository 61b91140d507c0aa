namespace LeakAnalyzer.Tests.Rules.LEAK003_SourceNotCancelled;

/// <summary>Tests a <c>CancellationTokenSource</c> in a field, which has to be cancelled before it is disposed or replaced.</summary>
public class FieldTests
{
    [Theory]
    [InlineData("_cts.Dispose();")]
    [InlineData("_cts?.Dispose();")]
    [InlineData("((IDisposable)_cts).Dispose();")]
    [InlineData("using (_cts) { }")]
    [InlineData("Helper.Drop(_cts);")]
    [InlineData("Drop();")]
    [InlineData("var old = _cts; old.Dispose();")]
    public async Task A_Source_That_Is_Only_Disposed_Is_Reported(string disposal)
    {
        await Verify.Reported(OfDisposal("{|LEAK003:new CancellationTokenSource()|}", disposal));
        await Verify.Silent(OfDisposal("new CancellationTokenSource()", disposal, "_cts.Cancel();"));
    }

    [Theory]
    [InlineData("public void Stop() => _cts.Cancel();")]
    [InlineData("public void Stop() => _cts.CancelAfter(100);")]
    [InlineData("public void Stop() => Cancel(_cts); private static void Cancel(CancellationTokenSource s) => s.Cancel();")]
    [InlineData("public CancellationTokenSource Source => _cts;")]
    [InlineData("public void Fail(IHandler h) => h.Take(_cts);")]
    [InlineData("public void Close() => DisposeAll(_cts); private static void DisposeAll(IDisposable it) { if (it is CancellationTokenSource source) { source.Cancel(); } it.Dispose(); }")]
    public Task A_Source_That_Some_Member_Cancels_Or_Hands_Out_Is_Not_Reported(string member) => Verify.Silent(OfDisposal("new CancellationTokenSource()", "_cts.Dispose();", "", member));

    [Fact]
    public Task What_The_Work_Does_At_Its_Own_End_Counts_For_Nothing() => Verify.Reported(
        """
        public sealed class Feed : IDisposable
        {
            private readonly CancellationTokenSource _gone;
            private readonly IAsyncEnumerable<string> _events;
            public Feed(IAsyncEnumerable<string> events, CancellationToken token)
            {
                _events = events;
                _gone = {|LEAK003:CancellationTokenSource.CreateLinkedTokenSource(token)|};
                Task.Run(PumpAsync);
            }
            public void Dispose() => _gone.Dispose();
            private async Task PumpAsync()
            {
                try
                {
                    await foreach (string item in _events.WithCancellation(_gone.Token)) { Console.WriteLine(item); }
                }
                catch (Exception)
                {
                    _gone.Cancel();
                }
            }
        }
        """);

    [Theory]
    [InlineData("try { await _listener.AcceptSocketAsync(); } catch (Exception) { Console.WriteLine(); }", true)]
    [InlineData("try { Use(await _listener.AcceptSocketAsync()); } catch { }", true)]
    [InlineData("try { await _listener.AcceptSocketAsync(); } catch (Exception) { break; }", false)]
    [InlineData("try { await _listener.AcceptSocketAsync(); } catch (ObjectDisposedException) { return; } catch (Exception) { }", false)]
    [InlineData("try { await _listener.AcceptSocketAsync(); } catch (IOException) { }", false)]
    [InlineData("await _listener.AcceptSocketAsync();", false)]
    public Task A_Loop_That_Catches_What_Its_Closed_Object_Throws_Goes_On(string turn, bool isReported) => Verify.Of(
        $$"""
        public sealed class Server : IDisposable
        {
            private readonly CancellationTokenSource _source = {{(isReported ? "{|LEAK003:new()|}" : "new()")}};
            private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
            public void Start() => _ = AcceptAsync(_source.Token);
            private async Task AcceptAsync(CancellationToken token)
            {
                while (!token.IsCancellationRequested) { {{turn}} }
            }
            private static void Use(Socket socket) => socket.Dispose();
            public void Dispose() { _source.Dispose(); _listener.Stop(); }
        }
        """,
        isReported);

    private const string GivenByCall = "private readonly Agent _agent = new(); public void Start() => _agent.Start(_source.Token);";
    private const string GivenByCreation = "private readonly Agent _agent; public Feed() => _agent = new Agent(_source.Token); public void Start() => _agent.Start();";
    private const string Loop = "while (!token.IsCancellationRequested) { await Task.Delay(10, token); }";

    [Theory]
    [InlineData(GivenByCall, "public sealed class Agent { public void Start(CancellationToken token) { _ = Task.Run(() => PollAsync(token)); } private static async Task PollAsync(CancellationToken token) { LOOP } }", true)]
    [InlineData(GivenByCall, "public sealed class Agent { public void Start(CancellationToken token) { _ = PollAsync(token); } private static async Task PollAsync(CancellationToken token) { LOOP } }", true)]
    [InlineData(GivenByCreation, "public sealed class Agent(CancellationToken token) { private Task? _loop; public void Start() { _loop = PollAsync(); } private async Task PollAsync() { LOOP } }", true)]
    [InlineData(GivenByCreation, "public sealed class Agent { private readonly CancellationToken token; public Agent(CancellationToken given) => token = given; public void Start() => _ = PollAsync(); private async Task PollAsync() { LOOP } }", true)]
    [InlineData(GivenByCreation, "public sealed class Agent(CancellationToken given) { private readonly CancellationTokenSource _own = CancellationTokenSource.CreateLinkedTokenSource(given); public void Stop() => _own.Cancel(); public void Start() => _ = PollAsync(); private async Task PollAsync() { var token = _own.Token; LOOP } }", false)]
    [InlineData(GivenByCall, "public sealed class Agent { public void Start(CancellationToken token) { PollAsync(token).Wait(); } private static async Task PollAsync(CancellationToken token) { LOOP } }", false)]
    [InlineData(GivenByCall, "public sealed class Agent { public void Start(CancellationToken token) { _ = PollAsync(); } private static async Task PollAsync() { await Task.Delay(10); } }", false)]
    [InlineData("public void Start(IAgent agent) => agent.Start(_source.Token);", "public interface IAgent { void Start(CancellationToken token); } public class One : IAgent { public void Start(CancellationToken token) { } } public class Two : IAgent { public void Start(CancellationToken token) { } }", false)]
    public async Task Its_Token_That_Another_Type_Works_With_Is_Its_Token(string feed, string agent, bool isReported)
    {
        string rest = agent.Replace("LOOP", Loop, StringComparison.Ordinal);
        string source = $$"""
            public sealed class Feed : IDisposable
            {
                private readonly CancellationTokenSource _source = {{(isReported ? "{|LEAK003:new()|}" : "new()")}};
                {{feed}}
                public void Dispose() { _source.Dispose(); }
            }

            {{rest}}
            """;
        await Verify.Of(source, isReported);
        await Verify.Silent(source.Replace("{|LEAK003:new()|}", "new()", StringComparison.Ordinal).Replace("_source.Dispose", "_source.Cancel(); _source.Dispose", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("AddTransient", true)]
    [InlineData("AddSingleton", false)]
    public Task What_An_Initializer_Starts_Starts_As_Often_As_Its_Type_Is_Made(string register, bool isReported) => Verify.Of(
        $$"""
        using Microsoft.Extensions.DependencyInjection;

        public sealed class Feed : IDisposable
        {
            private readonly CancellationTokenSource _source = {{(isReported ? "{|LEAK003:new()|}" : "new()")}};
            public Feed(IServiceCollection services) => services.{{register}}(_ => new Agent(_source.Token));
            public void Dispose() => _source.Dispose();
        }

        public sealed class Agent(CancellationToken given)
        {
            private readonly Task _loop = PollAsync(given);
            private static async Task PollAsync(CancellationToken token) { {{Loop}} }
        }
        """,
        isReported,
        Setup.Default with { References = TestReferences.Hosting });

    [Theory]
    [InlineData("private CancellationToken Token { get; }", true)]
    [InlineData("protected CancellationToken Token { get; }", true)]
    [InlineData("public CancellationToken Token { get; private set; }", true)]
    [InlineData("public readonly CancellationToken Token;", true)]
    [InlineData("public CancellationToken Token { get; init; }", false)]
    [InlineData("protected CancellationToken Token { get; set; }", false)]
    [InlineData("protected virtual CancellationToken Token { get; }", false)]
    public Task Its_Token_In_A_Member_That_Only_The_Type_Sets_Is_Its_Token(string token, bool isReported)
    {
        string creation = isReported ? "{|LEAK003:new()|}" : "new()";
        string source = $$"""
            public class Feed : IDisposable
            {
                private readonly CancellationTokenSource _source;
                public Feed() { _source = {{creation}}; Token = _source.Token; }
                {{token}}
                public void Start() => _ = PollAsync();
                private async Task PollAsync()
                {
                    while (!Token.IsCancellationRequested) { await Task.Delay(10, Token); }
                }
                public void Dispose() => _source.Dispose();
            }
            """;
        return isReported ? Verify.Reported(source) : Verify.Silent(source);
    }

    [Theory]
    [InlineData("new CancellationTokenSource(5000)")]
    [InlineData("new CancellationTokenSource(TimeSpan.FromSeconds(5))")]
    [InlineData("CancellationTokenSource.CreateLinkedTokenSource(_other.Token)")]
    public Task A_Time_Or_A_Link_That_Others_Cancel_Is_Not_Reported(string source) => Verify.Silent(
        $$"""
        public sealed class Feed : IDisposable
        {
            private readonly CancellationTokenSource _other = new();
            private readonly CancellationTokenSource _cts;
            public Feed(ChannelReader<int> reader)
            {
                _cts = {{source}};
                _ = RunAsync(reader, _cts.Token);
            }
            public void Stop() => _other.Cancel();
            public void Dispose() => _cts.Dispose();
            private static async Task RunAsync(ChannelReader<int> reader, CancellationToken stop) => await reader.ReadAsync(stop);
        }
        """);

    [Theory]
    [InlineData("_ = RunAsync(reader, _cts.Token);")]
    [InlineData("_task = RunAsync(reader, _cts.Token);")]
    [InlineData("_task = Task.Run(() => RunAsync(reader, _cts.Token));")]
    [InlineData("CancellationToken stop = _cts.Token; _ = Task.Run(async () => { while (!stop.IsCancellationRequested) { await Task.Delay(10); } });")]
    [InlineData("CancellationToken stop = _cts.Token; _ = Task.Run(async () => { bool asked; do { await Task.Delay(10); asked = stop.IsCancellationRequested; } while (!asked); });")]
    [InlineData("_ = Task.Run(async () => { while (!_cts.IsCancellationRequested) { await Task.Delay(10); } });")]
    [InlineData("CancellationToken stop = _cts.Token; _ = Task.Run(async () => await handler.RunAsync(stop));")]
    [InlineData("CancellationToken stop = _cts.Token; _ = Task.Run(async () => await handler.Next().RunAsync(stop));")]
    [InlineData("CancellationToken stop = _cts.Token; _ = Task.Run(async () => await run(stop));")]
    public Task A_Dropped_Or_Kept_Task_That_Waits_With_Its_Token_Depends_On_It(string start) => Verify.Reported(OfStart("{|LEAK003:new()|}", start));

    [Theory]
    [InlineData("_ = Task.Run(async () => { while (true) { await Task.Delay(10, _cts.Token); } });")] // reading Token after the disposal throws, which ends the loop
    [InlineData("_ = Task.Run(async () => { await Task.Delay(10, _cts.Token); });")]
    [InlineData("_ = Task.Run(() => Console.WriteLine(_cts.Token.CanBeCanceled));")]
    [InlineData("_ = Task.Run(async () => await new System.Net.Http.HttpClient().GetAsync(\"http://localhost\", _cts.Token));")]
    [InlineData("Task.Run(async () => await reader.ReadAsync(_cts.Token)).Wait();")]
    public Task Work_That_Ends_Without_A_Cancel_Does_Not(string start) => Verify.Silent(OfStart("new()", start));

    [Theory]
    [InlineData("for (;;) { _cts = {|LEAK003:new()|}; _ = RunAsync(_cts.Token); await Task.Delay(10); }")]
    [InlineData("foreach (int i in items) { _cts = {|LEAK003:new()|}; _ = RunAsync(_cts.Token); await Task.Delay(i); }")]
    public Task A_Loop_That_Replaces_It_Is_Reported(string body) => Verify.Reported(Replacing($"public async Task ConnectAsync(int[] items) {{ {body} }}"));

    [Theory]
    [InlineData("public CancellationToken Fresh { get { _cts = {|LEAK003:new()|}; _ = RunAsync(_cts.Token); return _cts.Token; } }")]
    [InlineData("public void OnChanged(object? sender, EventArgs e) { _cts = {|LEAK003:new()|}; _ = RunAsync(_cts.Token); }")]
    [InlineData("public void Reconnect() { _cts = {|LEAK003:new()|}; _ = RunAsync(_cts.Token); }")]
    [InlineData("public void Listen(Source source) => source.Changed += () => { _cts = {|LEAK003:new()|}; _ = RunAsync(_cts.Token); };")]
    [InlineData("public void Connect() { _cts = {|LEAK003:new()|}; _ = RunAsync(_cts.Token); } public void Listen(Source source) => source.Changed += () => Connect();")]
    [InlineData("public void Connect() { _cts = {|LEAK003:new()|}; _ = RunAsync(_cts.Token); } public async Task KeepAsync() { while (true) { await Task.Delay(1000); this.Connect(); } }")]
    [InlineData("public void Listen(Source source) => source.Changed += Begin; private void Begin() { _cts = {|LEAK003:new()|}; _ = RunAsync(_cts.Token); }")]
    [InlineData("public async Task PollAsync() { while (true) { Begin(); await Task.Delay(10); } } private void Begin() { _cts = {|LEAK003:new()|}; _ = RunAsync(_cts.Token); }")]
    public async Task A_Member_That_Runs_Again_And_Replaces_It_Is_Reported(string member)
    {
        await Verify.Reported(Replacing(member));
        string silent = member.Replace("{|LEAK003:", "").Replace("|}", "");
        await Verify.Silent(Replacing(silent.Replace("_cts = new()", "_cts?.Cancel(); _cts = new()")));
        await Verify.Silent(Replacing(silent.Replace("_cts = new()", "Stop(); _cts = new()")));
        await Verify.Silent(Replacing(silent.Replace("_cts = new()", "_cts ??= new()").Replace("_cts.Token", "_cts!.Token")));
        await Verify.Silent(Replacing(silent.Replace("_cts = new()", "var old = _cts; _cts = new(); old?.Cancel()")));
        await Verify.Silent(Replacing(silent.Replace("_cts = new()", "Interlocked.Exchange(ref _cts, new())?.Cancel()")));
        await Verify.Silent(Replacing(silent.Replace("_cts = new()", "_cts = new(1000)")));
        await Verify.Silent(Replacing(silent.Replace("RunAsync(_cts.Token)", "Task.Delay(10, _cts.Token)")));
    }

    [Theory]
    [InlineData("await SendAsync();", "", true)]
    [InlineData("_ = SendAsync();", "", true)]
    [InlineData("await CloseOldAsync();", "", false)]
    [InlineData("await EndAsync();", "", false)]
    [InlineData("", "await SendAsync();", false)]
    public async Task A_Call_That_Cancels_It_On_Some_Paths_Counts_Before_It_Or_By_Its_Name(string after, string before, bool isReported)
    {
        string creation = isReported ? "{|LEAK003:new()|}" : "new()";
        string source = Replacing($$"""
            public async Task ConnectAsync(int[] items) { foreach (int i in items) { {{before}} _cts = {{creation}}; _ = RunAsync(_cts.Token); {{after}} } }
            private async Task SendAsync() { try { await Task.Delay(1); } catch (InvalidOperationException) { _cts?.Cancel(); } }
            private async Task CloseOldAsync() { await Task.Delay(1); if (DateTime.Now.Year > 2000) { _cts?.Cancel(); } }
            private async Task EndAsync() { _cts?.Cancel(); await Task.Delay(1); }
            """);
        await (isReported ? Verify.Reported(source) : Verify.Silent(source));
    }

    [Theory]
    [InlineData("do { try { await Helper.BeatAsync(); } catch (Exception e) { Helper.Fail(e); } } while (await timer.WaitForNextTickAsync(stop));", true)]
    [InlineData("do { try { await Helper.BeatAsync(); if (Helper.Missed > 5) { return; } } catch (Exception e) { Helper.Fail(e); } } while (await timer.WaitForNextTickAsync(stop));", true)]
    [InlineData("while (!stop.IsCancellationRequested) { try { await _gate.WaitAsync(); await Helper.BeatAsync(); } catch (Exception e) { Helper.Fail(e); } }", true)]
    [InlineData("do { await Helper.BeatAsync(); } while (await timer.WaitForNextTickAsync(stop));", false)]
    [InlineData("do { try { await Helper.BeatAsync(); } catch (InvalidOperationException e) { Helper.Fail(e); } } while (await timer.WaitForNextTickAsync(stop));", false)]
    [InlineData("while (!stop.IsCancellationRequested) { try { await _gate.WaitAsync(); await Helper.BeatAsync(); } catch (IOException e) { Helper.Fail(e); } }", false)]
    public async Task A_Loop_That_Catches_Everything_Goes_On_With_The_Old_One(string loop, bool isReported)
    {
        string creation = isReported ? "{|LEAK003:new()|}" : "new()";
        string source = $$"""
            public interface IHelper { Task BeatAsync(); void Fail(Exception e); int Missed { get; } void Close(); }
            public sealed class Feed(IHelper Helper)
            {
                private readonly SemaphoreSlim _gate = new(0);
                private CancellationTokenSource? _cts;
                public async Task ConnectAsync(int[] items) { foreach (int i in items) { _cts = {{creation}}; _ = BeatAsync(_cts.Token); await Task.Delay(i); } }
                public void Open() => _gate.Release();
                public void Stop() => _cts?.Cancel();
                private async Task BeatAsync(CancellationToken stop) { using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1)); {{loop}} }
            }
            """;
        await (isReported ? Verify.Reported(source) : Verify.Silent(source));
    }

    [Theory]
    [InlineData("public void Start() { _cts = new(); _ = RunAsync(_cts.Token); }")]
    [InlineData("public void Refresh() { if (_cts != null) { return; } _cts = new(); _ = RunAsync(_cts.Token); }")]
    [InlineData("public void Reconnect() { if (_cts is { IsCancellationRequested: false }) { return; } _cts = new(); _ = RunAsync(_cts.Token); }")]
    [InlineData("public void Connect() { _cts = new(); _ = RunAsync(_cts.Token); } public void Listen(Source source) => source.Changed += () => { _cts?.Cancel(); Connect(); };")]
    [InlineData("public void Connect() { _cts = new(); _ = RunAsync(_cts.Token); } public static void Make() { while (true) { new Link().Connect(); } }")]
    [InlineData("public void Listen(Source s) { s.Changed += On; s.Changed += Off; } private void On() { _cts = new(); _ = RunAsync(_cts.Token); } private void Off() => _cts?.Cancel();")]
    public Task A_Start_With_A_Counterpart_Or_A_Check_Is_Not_Reported(string member) => Verify.Silent(Replacing(member));

    [Fact]
    public Task Where_It_Is_Linked_To_What_Others_Cancel_The_Old_One_Ends_Too() => Verify.Silent(Replacing(
        "public async Task ConnectAsync(CancellationToken token) { while (true) { _cts = CancellationTokenSource.CreateLinkedTokenSource(token); _ = RunAsync(_cts.Token); await Task.Delay(10); } }"));

    /// <summary>The token that the source is linked to may be cancelled, but disposing the source unlinks it.</summary>
    [Theory]
    [InlineData("", true)]
    [InlineData("_items.Writer.Complete();", false)]
    public Task A_Source_That_Another_Method_Links_And_A_Task_That_Ends_With_Its_Channel(string end, bool isReported) => Verify.Of(
        $$"""
        public sealed class Feed : IDisposable
        {
            private readonly Channel<int> _items = Channel.CreateUnbounded<int>();
            private CancellationTokenSource? _cts;
            public void Open(CancellationToken token) { if (_cts == null) { _cts = {{(isReported ? "{|LEAK003:CancellationTokenSource.CreateLinkedTokenSource(token)|}" : "CancellationTokenSource.CreateLinkedTokenSource(token)")}}; } }
            public void Start() => _ = Task.Run(async () => await _items.Reader.ReadAsync(_cts!.Token));
            public void Dispose() { {{end}} _cts?.Dispose(); }
        }
        """,
        isReported);

    private static string OfDisposal(string creation, string disposal, string before = "", string member = "") => $$"""
        public sealed class Feed : IDisposable
        {
            private readonly CancellationTokenSource _cts = {{creation}};
            public Feed(ChannelReader<int> reader) => _ = RunAsync(reader, _cts.Token);
            {{member}}
            public void Dispose() { {{before}} {{disposal}} }
            private void Drop() => _cts.Dispose();
            private static async Task RunAsync(ChannelReader<int> reader, CancellationToken stop) => await reader.ReadAsync(stop);
        }

        public static class Helper { public static void Drop(IDisposable? it) => it?.Dispose(); }
        public interface IHandler { void Take(object it); }
        """;

    [Theory]
    [InlineData("Console.WriteLine(_handler);", true)]
    [InlineData("_handler.CloseAsync();", false)]
    [InlineData("_handler?.CloseAsync();", false)]
    public Task What_Its_Token_Is_Given_To_May_End_By_What_Sounds_Like_An_End(string end, bool isReported)
    {
        string source = OfStart(isReported ? "{|LEAK003:new()|}" : "new()", "_handler = handler; CancellationToken stop = _cts.Token; _ = Task.Run(async () => await _handler.RunAsync(stop));")
            .Replace("private Task? _task;", $"private Task? _task; private IHandler _handler = null!; public void Stop() {{ {end} }}", StringComparison.Ordinal);
        return isReported ? Verify.Reported(source) : Verify.Silent(source);
    }

    private static string OfStart(string creation, string start) => $$"""
        public sealed class Feed : IDisposable
        {
            private readonly CancellationTokenSource _cts = {{creation}};
            private Task? _task;
            public void Begin(ChannelReader<int> reader, IHandler handler, Func<CancellationToken, Task> run) { {{start}} }
            public bool IsRunning => _task is { IsCompleted: false };
            public void Dispose() => _cts.Dispose();
            private static async Task RunAsync(ChannelReader<int> reader, CancellationToken stop) => await reader.ReadAsync(stop);
        }

        public interface IHandler { Task RunAsync(CancellationToken token); IHandler Next(); Task CloseAsync(); }
        """;

    private static string Replacing(string member) => $$"""
        public sealed class Link
        {
            private readonly Channel<int> _channel = Channel.CreateUnbounded<int>();
            private CancellationTokenSource? _cts;
            {{member}}
            public void Stop() => _cts?.Cancel();
            private async Task RunAsync(CancellationToken stop) => await _channel.Reader.ReadAsync(stop);
        }

        public class Source { public event Action? Changed; public void Raise() => Changed?.Invoke(); }
        """;
}
