namespace LeakAnalyzer.Tests.Rules.LEAK004_EndlessLoop;

/// <summary>Tests loops that nothing ends, and each way in which a loop can end.</summary>
public class EndlessLoopTests
{
    [Theory]
    [InlineData("private const bool Always = true;", "while (Always) { await Task.Delay(10); }")]
    [InlineData("private const bool Never = false;", "while (!Never) { await Task.Delay(10); }")]
    [InlineData("", "const bool always = true; while (always) { await Task.Delay(10); }")]
    [InlineData("", "while (1 == 1) { await Task.Delay(10); }")]
    [InlineData("", "while (1 + 1 == 2 && true) { await Task.Delay(10); }")]
    [InlineData("", "while (!false) { await Task.Delay(10); }")]
    [InlineData("private const bool Always = true;", "while (Always) { await Task.Yield(); }")]
    [InlineData("private const bool Never = false;", "while (!Never) { await Task.Yield(); }")]
    [InlineData("", "const bool always = true; while (always) { await Task.Yield(); }")]
    [InlineData("", "while (1 + 1 == 2 && (true)) { await Task.Yield(); }")]
    public Task A_Constant_Condition_In_A_Called_Method_Is_Seen(string member, string loop) => Verify.Reported(
        $$"""
        public class Subject
        {
            {{member}}
            public void Start() { _ = {|LEAK004:RunAsync|}(); }
            private async Task RunAsync() { {{loop}} }
        }
        """);

    [Fact]
    public Task A_Task_By_Another_Name_Is_A_Task() => Verify.Reported(
        """
        using T = System.Threading.Tasks.Task;

        public class Subject
        {
            public void Start() { _ = {|LEAK004:A|}(); }
            private T A() => B();
            private T B() => C();
            private T C() => D();
            private T D() => E();
            private T E() => RunAsync();
            private async T RunAsync() { while (true) { await T.Delay(10); } }
        }
        """);

    [Theory]
    [InlineData("while (true) { await Task.Delay(1000); }")]
    [InlineData("while (true) { await Task.Delay(1000).ConfigureAwait(false); Work(); }")]
    [InlineData("while (true) { await Task.Delay(TimeSpan.FromSeconds(1)); Work(); }")]
    [InlineData("while (true) { await Task.Yield(); }")]
    [InlineData("while (true) { Thread.Sleep(1000); }")]
    [InlineData("while (true) { Work(); }")]
    [InlineData("while (true) { }")]
    [InlineData("while (true) ;")]
    [InlineData("while (1 == 1) { Work(); }")]
    [InlineData("const bool always = true; while (always) { Work(); }")]
    [InlineData("while ((true)) { Work(); }")]
    [InlineData("for (;;) { await Task.Delay(1000); }")]
    [InlineData("for (int i = 0; ; i++) { await Task.Delay(1000); }")]
    [InlineData("for (int i = 0; true; i++) { await Task.Delay(1000); }")]
    [InlineData("do { await Task.Delay(1000); } while (true);")]
    [InlineData("while (true) { try { Work(); } catch (Exception) { } await Task.Delay(1000); }")]
    [InlineData("while (true) { try { Work(); } catch (Exception e) { Work(e); await Task.Delay(1000); } }")]
    [InlineData("while (true) { if (flag) { continue; } await Task.Delay(1000); }")]
    [InlineData("while (true) { foreach (int i in new[] { 1 }) { if (i == 1) { break; } } await Task.Delay(1000); }")]
    [InlineData("while (true) { switch (flag) { case true: Work(); break; default: break; } await Task.Delay(1000); }")]
    [InlineData("while (true) { switch (flag) { case true: goto default; default: Work(); break; } await Task.Delay(1000); }")]
    [InlineData("while (true) { again: Work(); if (flag) { goto again; } await Task.Delay(1000); }")]
    [InlineData("while (true) { try { if (flag) { throw new TimeoutException(); } } catch { Work(); } await Task.Delay(1000); }")]
    [InlineData("while (true) { Func<int> f = () => { return 1; }; Work(f()); await Task.Delay(1000); }")]
    [InlineData("while (true) { Local(); await Task.Delay(1000); void Local() { return; } }")]
    [InlineData("while (true) { while (flag) { break; } await Task.Delay(1000); }")]
    [InlineData("while (true) { await File.WriteAllTextAsync(\"heartbeat\", \"1\"); await Task.Delay(1000); }")]
    [InlineData("while (true) { using var client = new System.Net.Http.HttpClient(); await client.GetAsync(\"http://localhost\"); await Task.Delay(1000); }")]
    [InlineData("while (true) { await using var file = File.OpenRead(\"x\"); await file.FlushAsync(); await Task.Delay(1000); }")]
    [InlineData("while (true) { await Task.WhenAll(Task.Delay(1000), Task.Delay(10)); }")]
    [InlineData("while (true) { Console.WriteLine(DateTime.Now); await Task.Delay(1000); }")]
    [InlineData("var list = new List<int>(); while (true) { list.Add(1); await Task.Delay(1000); }")]
    [InlineData("IList<int> list = new List<int>(); while (true) { list.Add(1); await Task.Delay(1000); }")]
    [InlineData("try { while (true) { await Task.Delay(1000); } } finally { Work(); }")]
    [InlineData("Work(); if (flag) { while (true) { await Task.Delay(1000); } }")]
    [InlineData("while (true) { while (true) { await Task.Delay(1000); } }")]
    [InlineData("await Task.Delay(1000); while (true) { await Task.Delay(1000); } ")]
    public Task An_Endless_Loop_Is_Reported(string loop) => Verify.Reported(Loop(loop, isReported: true));

    [Theory]
    [InlineData("while (true) { await Task.Delay(1000); if (flag) { break; } }")]
    [InlineData("while (true) { await Task.Delay(1000); if (flag) { return; } }")]
    [InlineData("while (true) { await Task.Delay(1000); if (flag) { goto end; } } end: Work();")]
    [InlineData("while (true) { await Task.Delay(1000); if (flag) { throw new TimeoutException(); } }")]
    [InlineData("while (true) { await Task.Delay(1000); Work(flag ? 1 : throw new TimeoutException()); }")]
    [InlineData("while (true) { try { Work(); } catch (Exception) { throw; } await Task.Delay(1000); }")]
    [InlineData("while (true) { try { Work(); } catch (Exception) { break; } await Task.Delay(1000); }")]
    [InlineData("while (true) { try { if (flag) { throw new TimeoutException(); } } catch (ArgumentException) { } await Task.Delay(1000); }")]
    [InlineData("while (true) { try { await Task.Delay(1000); } finally { if (flag) { throw new TimeoutException(); } } }")]
    [InlineData("while (true) { foreach (int i in new[] { 1 }) { if (i == 1) { return; } } await Task.Delay(1000); }")]
    [InlineData("while (true) { switch (flag) { case true: return; default: break; } await Task.Delay(1000); }")]
    [InlineData("while (!flag) { await Task.Delay(1000); }")]
    [InlineData("while (flag == false) { await Task.Delay(1000); }")]
    [InlineData("while (true && !flag) { await Task.Delay(1000); }")]
    [InlineData("while (Volatile.Read(ref flag)) { await Task.Delay(1000); }")]
    [InlineData("int left = 9; while (left-- > 0) { await Task.Delay(1000); }")]
    [InlineData("for (int i = 0; i < 9; i++) { await Task.Delay(1000); }")]
    [InlineData("for (; flag;) { await Task.Delay(1000); }")]
    [InlineData("do { await Task.Delay(1000); } while (flag);")]
    [InlineData("while (false) { await Task.Delay(1000); }")]
    [InlineData("foreach (int i in Enumerable.Range(0, 9)) { await Task.Delay(1000); }")]
    [InlineData("bool running = true; while (running) { await Task.Delay(1000); running = false; }")]
    [InlineData("while (true) { while (true) { await Task.Delay(1000); if (flag) { return; } } }")]
    public Task A_Loop_With_A_Way_Out_Is_Not_Reported(string loop) => Verify.Silent(Loop(loop, isReported: false));

    [Theory]
    [InlineData("while (!app.Stopping.IsCancellationRequested) { await Task.Delay(1000); }")]
    [InlineData("while (true) { await Task.Delay(1000, app.Stopping); }")]
    [InlineData("while (true) { app.Stopping.ThrowIfCancellationRequested(); await Task.Delay(1000); }")]
    [InlineData("while (true) { try { await Task.Delay(1000, token); } catch (TimeoutException) { } }")]
    [InlineData("while (true) { await Task.Delay(1000); Work(token); }")]
    [InlineData("while (true) { await Task.Delay(1000, cancellationToken: token); }")]
    [InlineData("while (true) { if (token.IsCancellationRequested) { Work(); } await Task.Delay(1000); }")]
    [InlineData("while (true) { await StepAsync(token); }")]
    [InlineData("while (true) { var stop = token; await Task.Delay(1000, stop); }")]
    [InlineData("do { await Task.Delay(1000); } while (!token.IsCancellationRequested);")]
    [InlineData("for (; !token.IsCancellationRequested;) { await Task.Delay(1000); }")]
    [InlineData("using var cts = CancellationTokenSource.CreateLinkedTokenSource(token); while (!cts.IsCancellationRequested) { await Task.Delay(1000); }")]
    [InlineData("using var cts = new CancellationTokenSource(5000); while (!cts.IsCancellationRequested) { await Task.Delay(1000); }")]
    public Task A_Token_Anywhere_In_The_Loop_Is_Not_Reported(string loop) => Verify.Silent(Loop(loop, isReported: false));

    [Theory]
    [InlineData("token.ThrowIfCancellationRequested(); while (true) { await Task.Delay(1000); }")]
    [InlineData("while (true) { await Task.Delay(1000, default); }")]
    [InlineData("while (true) { await Task.Delay(1000, default(CancellationToken)); }")]
    [InlineData("CancellationToken none = default; while (!none.IsCancellationRequested) { await Task.Delay(1000, none); }")]
    [InlineData("using var cts = new CancellationTokenSource(); while (!cts.IsCancellationRequested) { await Task.Delay(1000); }")]
    [InlineData("while (true) { Work(nameof(token)); await Task.Delay(1000); }")]
    [InlineData("while (true) { await StepAsync(); }")]
    public Task A_Token_That_Nobody_Cancels_Or_That_Is_Not_In_The_Loop_Is_Reported(string loop) => Verify.Reported(Loop(loop, isReported: true));

    [Fact]
    public async Task None_At_A_Sleep_Says_On_Purpose_Unless_The_User_Asks()
    {
        const string Sleep = "while (true) { await Task.Delay(1000, CancellationToken.None); }";
        await Verify.Silent(Loop(Sleep, isReported: false));
        await Verify.Reported(Loop(Sleep, isReported: true), Setup.Default with { EditorConfig = "leak_analyzer.report_explicit_none = true" });
    }

    [Fact]
    public Task None_At_The_Start_Says_Nothing() => Verify.Reported(Code.Body(
        "_ = {|LEAK004:Task.Run|}(async () => { while (true) { await Task.Delay(1000); } }, CancellationToken.None);"));

    [Theory]
    [InlineData("Stream stream", "await stream.WriteAsync(new byte[9]); await Task.Delay(1000);")]
    [InlineData("Stream stream", "stream.Flush(); Thread.Sleep(1000);")]
    [InlineData("StreamReader text", "Work(await text.ReadLineAsync());")]
    [InlineData("Socket socket", "await socket.SendAsync(new byte[1], SocketFlags.None); await Task.Delay(1000);")]
    [InlineData("dynamic turn", "turn.Ping(); await Task.Delay(1000);")]
    [InlineData("Task given", "await given; await Task.Delay(1000);")]
    [InlineData("Task given", "await given.ConfigureAwait(false); await Task.Delay(1000);")]
    [InlineData("IAsyncEnumerable<int> items", "await foreach (int item in items) { Work(item); } await Task.Delay(1000);")]
    [InlineData("IConnection connection", "await connection.PingAsync(); await Task.Delay(1000);")]
    [InlineData("object subject", "Check(); await Task.Delay(1000);")]
    [InlineData("object subject", "await CheckAsync(); await Task.Delay(1000);")]
    public async Task A_Call_That_May_Throw_Is_A_Way_Out_Unless_The_Loop_Catches_All(string parameter, string turn)
    {
        await Verify.Silent(Calls(parameter, $"while (true) {{ {turn} }}", "Task.Run"));
        await Verify.Silent(Calls(parameter, $"while (true) {{ try {{ {turn} }} catch (TimeoutException) {{ }} await Task.Yield(); }}", "Task.Run"));
        await Verify.Silent(Calls(parameter, $"while (true) {{ try {{ {turn} }} catch (Exception) {{ throw; }} await Task.Yield(); }}", "Task.Run"));
        await Verify.Silent(Calls(parameter, $"while (true) {{ try {{ {turn} }} catch (Exception) when (subject != null) {{ }} await Task.Yield(); }}", "Task.Run", "object subject"));
        await Verify.Reported(Calls(parameter, $"while (true) {{ try {{ {turn} }} catch (Exception) {{ }} await Task.Yield(); }}", "{|LEAK004:Task.Run|}"));
        await Verify.Reported(Calls(parameter, $"while (true) {{ try {{ {turn} }} catch {{ Work(); }} await Task.Yield(); }}", "{|LEAK004:Task.Run|}"));
    }

    [Fact]
    public async Task Work_Of_A_Library_Is_Not_Guessed_About()
    {
        Setup setup = Setup.Default with
        {
            LibrarySources = ["public class Library { public static Task<object> StepAsync() => Task.FromResult(new object()); public async Task<int[]> MoreAsync() { await StepAsync(); return []; } public static void Log() { } }"],
        };
        await Verify.Silent(Loop("while (true) { Work(await Library.StepAsync()); await Task.Delay(1000); }", isReported: false), setup);
        await Verify.Silent(Loop("var library = new Library(); while (true) { Work(await library.MoreAsync()); await Task.Delay(1000); }", isReported: false), setup);
        await Verify.Reported(Loop("while (true) { try { Work(await Library.StepAsync()); } catch { } await Task.Delay(1000); }", isReported: true), setup);
        await Verify.Reported(Loop("while (true) { Library.Log(); await Task.Delay(1000); }", isReported: true), setup);
    }

    [Theory]
    [InlineData("private Task _task = Task.CompletedTask;", "await _task;")]
    public Task A_Member_That_May_Be_Closed_Is_A_Way_Out(string member, string turn) => Verify.Silent(Code.Class($$"""
        {{member}}
        public void Scope() => _ = Task.Run(async () => { while (true) { {{turn}} await Task.Delay(1000); } });
        """));

    [Theory]
    [InlineData("private readonly List<int> _list = new();", "_list.Clear();")]
    [InlineData("private readonly ConcurrentDictionary<int, int> _map = new();", "_map.Clear();")]
    [InlineData("private int _n;", "Interlocked.Increment(ref _n);")]
    [InlineData("private readonly Subject _other = new();", "_other.Turn();")]
    [InlineData("private readonly object _gate = new();", "lock (_gate) { Turn(); }")]
    [InlineData("private event Action? Ticked; public void Raise() => Ticked?.Invoke();", "Turn();")]
    public Task A_Member_That_Nobody_Closes_Is_None(string member, string turn) => Verify.Reported(Code.Class($$"""
        {{member}}
        public void Scope() => _ = {|LEAK004:Task.Run|}(async () => { while (true) { {{turn}} await Task.Delay(1000); } });
        private void Turn() { }
        """));

    [Theory]
    [InlineData("await reader.ReadAsync();", "LEAK001")]
    [InlineData("await foreach (int item in reader.ReadAllAsync()) { Work(item); }", "LEAK001")]
    [InlineData("await ReadOneAsync();", "LEAK001")]
    public Task A_Loop_That_Waits_Is_Judged_By_Its_Waits(string turn, string rule) => Verify.Reported(Code.Body(
        $"_ = {{|{rule}:Task.Run|}}(async () => {{ while (true) {{ {turn} }} }}); async Task ReadOneAsync() => await reader.ReadAsync();"));

    [Theory]
    [InlineData("await reader.ReadAsync(token);")]
    [InlineData("await reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(1));")]
    public Task A_Loop_Whose_Waits_Are_Ended_Is_Not_Reported(string turn) => Verify.Silent(Code.Body(
        $"_ = Task.Run(async () => {{ while (true) {{ {turn} }} }});"));

    private static string Loop(string loop, bool isReported) => Code.Class($$"""
        #pragma warning disable CS0162, CS0164, CS1998
        public void Scope(App app, CancellationToken token)
        {
            bool flag = token.CanBeCanceled;
            _ = {{(isReported ? "{|LEAK004:Task.Run|}" : "Task.Run")}}(async () => { {{loop}} });
        }

        private static async Task StepAsync(CancellationToken stop = default) => await Task.Delay(10, stop);
        public class App { public CancellationToken Stopping { get; set; } }
        """);

    private static string Calls(string parameter, string loop, string start, string? second = null) => Code.Class($$"""
        public void Scope({{parameter}}{{(second is null || second == parameter ? "" : ", " + second)}}) => _ = {{start}}(async () => { {{loop}} });
        private static void Check() { if (DateTime.Now.Year < 2000) { throw new InvalidOperationException(); } }
        private static async Task CheckAsync() { await Task.Yield(); Check(); }
        public interface IConnection : IDisposable { Task PingAsync(); }
        """);
}
