using LeakAnalyzer.Rules;
using System.Globalization;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Tests.Rules.LEAK011_UnseenEnd;

/// <summary>Tests LEAK011, the audit: it reports each task that no other rule reports and that may never end as far as the analyzer can see.</summary>
[OnOldestRoslyn]
public class AuditTests
{
    private static readonly Setup s_audit = Setup.Default with { Rules = [.. RuleTest.TaskRules, UnseenEnd.Id], ShowsAudit = true };

    [Theory]
    [InlineData("var c = Given.Channels[0];", "await c.Reader.ReadAsync();", "", "where that comes from, and who ends it, can't be seen")]
    [InlineData("var c = Channel.CreateUnbounded<int>();", "await c.Reader.ReadAsync();", "Given.Take(c);", "what it waits on is handed to code that can't be seen, which may end it")]
    [InlineData("", "await Given.Shared.Reader.ReadAsync();", "", "code outside this assembly can end it, and may not")]
    [InlineData("", "await Task.Delay(Timeout.Infinite, Given.Token());", "", "who cancels its token can't be seen")]
    [InlineData("var s = new SemaphoreSlim(0);", "if (flag) { s.Release(); } await s.WaitAsync();", "", "what ends it stands on some paths only, or in the work itself")]
    [InlineData("var app = Given.Lifetime;", "await Task.Delay(Timeout.Infinite, app.ApplicationStopping);", "", "it ends with the application")]
    [InlineData("", "while (true) { Given.Take(Given.Make()); await Task.Delay(1000); }", "", "only an exception of what the loop calls would leave it")]
    [InlineData("", "using var client = new System.Net.Sockets.TcpClient(); await client.Client.ReceiveAsync(new byte[1]);", "", "it ends when its peer goes")]
    public async Task A_Report_Says_Why_It_Is_Not_Sure(string before, string work, string after, string why)
    {
        string code = $$"""
            using Microsoft.Extensions.Hosting;

            public abstract class Given
            {
                public static List<Channel<int>> Channels { get; } = new();
                public static Channel<int> Shared { get; set; } = Channel.CreateUnbounded<int>();
                public static IHostApplicationLifetime Lifetime { get; set; } = null!;
                public static Func<CancellationToken> Token { get; set; } = () => default;
                public static Action<object> Take { get; set; } = _ => { };
                public static Func<object> Make { get; set; } = () => new object();
            }

            public class Subject
            {
                public void Scope(bool flag)
                {
                    {{before}}
                    _ = {|LEAK011:Task.Run|}(async () => { {{work}} });
                    {{after}}
                }
            }
            """;

        Diagnostic report = Assert.Single(await Verify.Reported(code, s_audit with { References = TestReferences.Hosting }));

        Assert.EndsWith(": " + why, report.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.NotEmpty(report.AdditionalLocations);
    }

    /// <summary>A source that the method gets as a parameter may belong to the caller, even if a local holds it.</summary>
    [Theory]
    [InlineData("given", "{|LEAK011:Task.Run|}")]
    [InlineData("new CancellationTokenSource()", "Task.Run")]
    public Task A_Source_From_Outside_In_A_Local(string source, string start) => Verify.Of(
        $$"""
        public class Subject
        {
            public void Scope(CancellationTokenSource given)
            {
                CancellationTokenSource stop = {{source}};
                _ = {{start}}(async () => await Task.Delay(Timeout.Infinite, stop.Token));
                stop.Cancel();
            }
        }
        """, start != "Task.Run", s_audit);

    [Theory]
    [InlineData("await Task.Delay(1000);")]
    [InlineData("await Task.Delay(Timeout.Infinite, _cts.Token);")]
    [InlineData("CancellationToken stop = _cts?.Token ?? default; await Task.Delay(Timeout.Infinite, stop);")]
    [InlineData("await _c.Reader.ReadAsync();")]
    [InlineData("await _c.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(5));")]
    public Task What_Is_Seen_To_End_Is_Not_Shown(string work) => Verify.Silent(Code.Class(
        $$"""
            private readonly CancellationTokenSource _cts = new();
            private readonly Channel<int> _c = Channel.CreateUnbounded<int>();
            public void Scope() => _ = Task.Run(async () => { {{work}} });
            public void Stop() { _cts.Cancel(); _c.Writer.TryComplete(); }
        """), s_audit);

    private const string Map = "private readonly Dictionary<int, TaskCompletionSource<int>> _all = new();";
    private const string Carriers = "private sealed class Carrier { public TaskCompletionSource<int> Done { get; } = new(); } private readonly Queue<Carrier> _all = new();";

    /// <summary>A <c>TaskCompletionSource</c> in a collection may be completed by a member that takes it out.</summary>
    [Theory]
    [InlineData(Map, "_all[1] = p;", "if (_all.Remove(1, out var one)) { one.SetResult(1); }")]
    [InlineData(Map, "_all.Add(1, p);", "foreach (var one in _all.Values) { one.TrySetCanceled(); }")]
    [InlineData("private readonly Queue<TaskCompletionSource<int>> _all = new();", "_all.Enqueue(p);", "_all.Dequeue().SetResult(1);")]
    [InlineData("private readonly Dictionary<int, Queue<TaskCompletionSource<int>>> _all = new();", "_all[1].Enqueue(p);", "_all[1].Dequeue().SetResult(1);")]
    [InlineData("private readonly Dictionary<int, List<TaskCompletionSource<int>>> _all = new();", "var some = _all[1]; some.Add(p);", "foreach (var one in _all[1]) { one.SetResult(1); }")]
    public async Task A_Promise_In_A_Collection_Is_Set_By_Who_Takes_It_Out(string keeper, string put, string taken)
    {
        string work = $"var p = new TaskCompletionSource<int>(); {put} await p.Task; Work();";
        await Verify.Silent(Kept(keeper, work, taken, "Task.Run"), s_audit);
        await Verify.Reported(Kept(keeper, work, "_all.Clear();", "{|LEAK011:Task.Run|}"), s_audit);
    }

    [Theory]
    [InlineData("_all.Dequeue().Done.SetResult(1);", false)]
    [InlineData("while (_all.TryDequeue(out var one)) { one.Done.TrySetResult(1); }", false)]
    [InlineData("foreach (var one in _all) { Given.Take(one.Done); }", true)]
    public Task A_Carrier_In_A_Collection_Has_Its_Promise_Set_By_Who_Takes_It_Out(string taken, bool isShown)
    {
        const string Work = "var c = new Carrier(); _all.Enqueue(c); await c.Done.Task; Work();";
        string code = Kept(Carriers, Work, taken, isShown ? "{|LEAK011:Task.Run|}" : "Task.Run") + Given;
        return isShown ? Verify.Reported(code, s_audit) : Verify.Silent(code, s_audit);
    }

    [Theory]
    [InlineData("record Carrier(TaskCompletionSource<int> Done, int Id);", "new Carrier(p, 1)", "_all.Dequeue().Done.SetResult(1);")]
    [InlineData("class Carrier { public Carrier(TaskCompletionSource<int> done) => Done = done; public TaskCompletionSource<int> Done { get; } }", "new Carrier(p)", "_all.Dequeue().Done.SetResult(1);")]
    [InlineData("class Carrier { private readonly TaskCompletionSource<int> _done; public Carrier(TaskCompletionSource<int> done) { _done = done; } public void End() => _done.SetResult(1); }", "new Carrier(p)", "_all.Dequeue().End();")]
    [InlineData("class Carrier { public TaskCompletionSource<int>? Done { get; set; } }", "new Carrier { Done = p }", "_all.Dequeue().Done?.SetResult(1);")]
    public async Task A_Carrier_That_Is_Given_A_Promise_Has_It_Set_By_Who_Takes_It_Out(string type, string make, string taken)
    {
        foreach (string put in new[] { $"_all.Enqueue({make});", $"var c = {make}; _all.Enqueue(c);" })
        {
            string keeper = $"private sealed {type} private readonly Queue<Carrier> _all = new();";
            string work = $"var p = new TaskCompletionSource<int>(); {put} await p.Task; Work();";
            await Verify.Silent(Kept(keeper, work, taken, "Task.Run"), s_audit);
            await Verify.Reported(Kept(keeper, work, "_all.Clear();", "{|LEAK011:Task.Run|}"), s_audit);
        }
    }

    [Theory]
    [InlineData("private readonly Dictionary<int, TaskCompletionSource<int>> _all = Given.Make();", "_all.Clear();")]
    [InlineData(Map, "Given.Take(_all);")]
    public Task A_Collection_That_Others_Know_Stays_Shown(string keeper, string taken) => Verify.Reported(
        Kept(keeper, "var p = new TaskCompletionSource<int>(); _all[1] = p; await p.Task; Work();", taken, "{|LEAK011:Task.Run|}") + Given, s_audit);

    private const string Given = """

        public static class Given
        {
            public static Func<Dictionary<int, TaskCompletionSource<int>>> Make { get; set; } = null!;
            public static Action<object> Take { get; set; } = _ => { };
        }
        """;

    private static string Kept(string keeper, string work, string member, string start) => Code.Class(
        $$"""
            {{keeper}}
            public void Scope() => _ = {{start}}(async () => { {{work}} });
            public void Act() { {{member}} }
        """);

    /// <summary>A callback that an event or a timer gets is assumed to be called. A callback on a token isn't.</summary>
    [Theory]
    [InlineData("AppDomain.CurrentDomain.ProcessExit += (_, _) => p.TrySetResult(1);", false)]
    [InlineData("new SynchronizationContext().Post(_ => { Work(); p.SetResult(1); }, null);", false)]
    [InlineData("using var timer = new Timer(_ => p.TrySetResult(1), null, 1000, 0);", false)]
    [InlineData("Callbacks[1] = () => p.TrySetResult(1);", false)]
    [InlineData("AppDomain.CurrentDomain.ProcessExit += Ended; void Ended(object? sender, EventArgs e) => p.TrySetResult(1);", false)]
    [InlineData("if (Stop.CanBeCanceled) { Ended(); } void Ended() => p.TrySetResult(1);", true)]
    [InlineData("using var r = Stop.Register(() => p.TrySetCanceled());", true)]
    [InlineData("Action later = () => p.TrySetResult(1);", true)]
    [InlineData("_ = Task.Run(() => { Work(); p.SetResult(1); });", true)]
    public Task A_Promise_That_A_Callback_Sets_Is_Set_By_Who_Is_Given_The_Callback(string hands, bool isShown)
    {
        string code = Code.Class(
            $$"""
                private static Dictionary<int, Action> Callbacks { get; } = new();
                public static CancellationToken Stop { get; set; }
                public void Scope() => _ = {{(isShown ? "{|LEAK011:Task.Run|}" : "Task.Run")}}(async () => { var p = new TaskCompletionSource<int>(); {{hands}} await p.Task; Work(); });
            """);
        return isShown ? Verify.Reported(code, s_audit) : Verify.Silent(code, s_audit);
    }

    /// <summary>Whoever holds a semaphore that the code uses as a lock is assumed to release it.</summary>
    [Theory]
    [InlineData("new(1, 1)", "await _lock.WaitAsync(); try { Work(); } finally { _lock.Release(); }", false)]
    [InlineData("new(1, 1)", "await _lock.WaitAsync(Stop); try { Work(); } finally { _lock.Release(); }", false)]
    [InlineData("new(1, 1)", "bool has = false; try { await _lock.WaitAsync(); has = true; Work(); } finally { if (has) { _lock.Release(); } }", false)]
    [InlineData("new(4)", "for (int i = 0; i < 9; i++) { await _lock.WaitAsync(); ThreadPool.QueueUserWorkItem(_ => { try { Work(); } finally { _lock.Release(); } }); }", false)]
    [InlineData("new(0)", "await _lock.WaitAsync(); try { Work(); } finally { _lock.Release(); }", true)]
    [InlineData("new(1, 1)", "_lock.Release(); await _lock.WaitAsync(); Work();", true)]
    public Task A_Lock_Is_Given_Back(string made, string work, bool isShown)
    {
        string code = Code.Class(
            $$"""
                private readonly SemaphoreSlim _lock = {{made}};
                public static CancellationToken Stop { get; set; }
                public void Scope() => _ = {{(isShown ? "{|LEAK011:Task.Run|}" : "Task.Run")}}(async () => { {{work}} });
            """);
        return isShown ? Verify.Reported(code, s_audit) : Verify.Silent(code, s_audit);
    }

    [Fact]
    public Task What_Another_Rule_Reports_Is_Not_Shown_Again() => Verify.Reported(
        Code.Body("_ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync());"), s_audit);

    [Fact]
    public Task It_Is_Off_By_Default() => Verify.Silent(Code.Class(
        "public void Scope(List<Channel<int>> channels) => _ = Task.Run(async () => await channels[0].Reader.ReadAsync());"));

    [Theory]
    [InlineData("_socket.Dispose();", false)]
    [InlineData("", true)]
    public Task What_The_Type_Ends_Is_Certain_Although_Unseen_Code_Gets_It_Too(string end, bool isReported) => Verify.Of(
        $$"""
        using System.Net.Sockets;

        public class C : IDisposable
        {
            private readonly TcpListener _socket = new(System.Net.IPAddress.Any, 0);

            public void Start(Action<TcpListener> log)
            {
                log(_socket);
                _ = {{(isReported ? "{|LEAK011:RunAsync|}" : "RunAsync")}}();
            }

            public void Dispose()
            {
                {{end}}
            }

            private async Task RunAsync() => await _socket.AcceptTcpClientAsync();
        }
        """, isReported, s_audit);
}
