namespace LeakAnalyzer.Tests.Rules.LEAK001_UngovernedWait;

/// <summary>Tests that what becomes of an object after the wait on it doesn't count, in a loop too if each iteration makes a new object.</summary>
public class HandedOnAfterwardsTests
{
    private const string Wait = "await p.WaitForConnectionAsync();";
    private const string Made = "var p = new NamedPipeServerStream(\"p\"); ";

    [Theory]
    [InlineData(Made + Wait + "Opened?.Invoke(p);")]
    [InlineData(Made + Wait + "_ = Handle(p);")]
    [InlineData(Made + Wait + "await Handle(p);")]
    [InlineData(Made + Wait + "using var reader = new StreamReader(p); Work(await reader.ReadLineAsync());")]
    [InlineData("using " + Made + Wait + "using var reader = new StreamReader(p); Work(await reader.ReadLineAsync());")]
    [InlineData(Made + Wait + "_ = Task.Run(() => Opened?.Invoke(p));")]
    [InlineData(Made + Wait + "_ = Task.Run(async () => { await Task.Yield(); p.Dispose(); });")]
    [InlineData(Made + "try { " + Wait + " } catch (IOException) { p.Dispose(); throw; } Opened?.Invoke(p);")]
    [InlineData(Made + "await Accept(p); Opened?.Invoke(p);")]
    [InlineData(Made + "await Serve(p);")]
    [InlineData("var l = new TcpListener(System.Net.IPAddress.Any, 0); Work(await l.AcceptTcpClientAsync()); Opened?.Invoke(l);")]
    [InlineData("var u = new UdpClient(); Work(await u.ReceiveAsync()); Opened?.Invoke(u);")]
    [InlineData("var t = new TaskCompletionSource<int>(); Work(await t.Task); Opened?.Invoke(t);")]
    public async Task An_Object_That_Is_Made_In_The_Work_Is_Handed_On_Too_Late(string work)
    {
        await Verify.Reported(Work(work, isReported: true));
        await Verify.Reported(Work("while (true) { " + work + " }", isReported: true));
        await Verify.Reported(Work("again: { " + work + " } goto again;", isReported: true));
        await Verify.Reported(Work("while (true) { await Once(); } async Task Once() { " + work + " }", isReported: true));
        await Verify.Reported(Work("foreach (int one in new[] { 1, 2 }) { for (int i = 0; i < one; i++) { " + work + " } }", isReported: true));
    }

    [Theory]
    [InlineData(Made + "Opened?.Invoke(p); " + Wait)]
    [InlineData(Made + "Opened?.Invoke(p); " + Wait + " Opened?.Invoke(p);")]
    [InlineData(Made + "_ = Handle(p); " + Wait)]
    [InlineData(Made + "_ = Task.Run(() => Opened?.Invoke(p)); " + Wait)]
    [InlineData(Made + "Opened += _ => p.Dispose(); " + Wait)]
    [InlineData(Made + "_ = Task.Run(async () => { using (p) { await Task.Yield(); } }); " + Wait)]
    [InlineData(Made + "_kept = p; " + Wait)]
    [InlineData(Made + "var waiting = p.WaitForConnectionAsync(); Opened?.Invoke(p); await waiting;")]
    [InlineData(Made + "if (Opened is null) { " + Wait + " } Opened?.Invoke(p);")]
    [InlineData(Made + "Local(); " + Wait + " void Local() => Opened?.Invoke(p);")]
    [InlineData(Made + "while (true) { " + Wait + "Opened?.Invoke(p); }")]
    [InlineData(Made + "while (true) { while (true) { " + Wait + "Opened?.Invoke(p); break; } }")]
    [InlineData(Made + "while (true) { await Serve(p); }")]
    [InlineData(Made + "again: " + Wait + "Opened?.Invoke(p); goto again;")]
    [InlineData("for (var p = new NamedPipeServerStream(\"p\"); ;) { " + Wait + "Opened?.Invoke(p); }")]
    [InlineData("NamedPipeServerStream? p = null; while (true) { p ??= new NamedPipeServerStream(\"p\"); " + Wait + "Opened?.Invoke(p); }")]
    [InlineData("while (true) { _kept ??= new NamedPipeServerStream(\"p\"); await _kept.WaitForConnectionAsync(); Opened?.Invoke(_kept); }")]
    [InlineData("var c = new TcpClient(); await c.ConnectAsync(\"host\", 1); Work(await c.GetStream().ReadAsync(new byte[1])); Opened?.Invoke(c);")]
    public async Task An_Object_That_Other_Code_May_Get_Before_A_Wait_Is_Unknown(string work)
    {
        await Verify.Silent(Work(work, isReported: false));
        await Verify.Silent(Work("await Once(); async Task Once() { " + work + " }", isReported: false));
    }

    [Fact]
    public Task A_Scope_May_End_It_After_The_Start() => Verify.Silent(Code.Class(Members + $$"""
            public void Scope()
            {
                {{Made}}
                _ = Task.Run(async () => { {{Wait}} Opened?.Invoke(p); });
                Opened?.Invoke(p);
            }
        """));

    [Fact]
    public Task A_Scope_That_Only_Makes_It_Ends_Nothing() => Verify.Reported(Code.Class(Members + $$"""
            public void Scope()
            {
                {{Made}}
                _ = {|LEAK001:Task.Run|}(async () => { {{Wait}} Opened?.Invoke(p); });
            }
        """));

    [Fact]
    public Task With_The_Callers_Token_It_Outlives_The_Scope() => Verify.Reported(Code.Class(Members + $$"""
            public async Task Scope(CancellationToken token)
            {
                _ = {|LEAK002:Task.Run|}(async () => { while (!token.IsCancellationRequested) { {{Made}} await p.WaitForConnectionAsync(token); _ = Handle(p); } });
                await Task.Delay(10);
            }
        """));

    private const string Members = $$"""
            public static event Action<object>? Opened;
            internal static NamedPipeServerStream? _kept;
            internal static void Close() => _kept?.Dispose();
            private static async Task Accept(NamedPipeServerStream p) => {{Wait}}
            private static async Task Serve(NamedPipeServerStream p) { {{Wait}} Opened?.Invoke(p); }
            private static async Task Handle(NamedPipeServerStream p) { using (p) { using var reader = new StreamReader(p); Work(await reader.ReadLineAsync()); } }
        """;

    private static string Work(string work, bool isReported) => Code.Class(Members + $$"""
            public void Start() => _ = {{(isReported ? "{|LEAK001:Task.Run|}" : "Task.Run")}}(async () => { {{work}} });
        """);
}
