using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Tests.Rules.LEAK003_SourceNotCancelled;

/// <summary>Tests each kind of function that can create a <c>CancellationTokenSource</c>, each kind of wait, older language versions, and the report.</summary>
public class ScopeTests
{
    private const string Leak = "var {|LEAK003:cts|} = new CancellationTokenSource(); _ = Task.Run(async () => await Task.Delay(Timeout.Infinite, cts.Token));";
    private const string Cancelled = "var cts = new CancellationTokenSource(); _ = Task.Run(async () => await Task.Delay(Timeout.Infinite, cts.Token)); cts.Cancel();";

    private const string Old = """
        public class Subject
        {
            public async Task Scope(ChannelReader<int> reader, CancellationToken token)
            {
                using (var {|LEAK003:cts|} = CancellationTokenSource.CreateLinkedTokenSource(token))
                {
                    CancellationToken stop = cts.Token;
                    Task.Run(async () => await reader.ReadAsync(stop).ConfigureAwait(false));
                    await Task.Delay(10, token).ConfigureAwait(false);
                }
            }

            public async Task Ended(ChannelReader<int> reader, CancellationToken token)
            {
                using (var cts = CancellationTokenSource.CreateLinkedTokenSource(token))
                {
                    CancellationToken stop = cts.Token;
                    try
                    {
                        Task.Run(async () => await reader.ReadAsync(stop).ConfigureAwait(false));
                        await Task.Delay(10, token).ConfigureAwait(false);
                    }
                    finally
                    {
                        cts.Cancel();
                    }
                }
            }
        }
        """;

    [Theory]
    [MemberData(nameof(ScopeKinds.Blocks), MemberType = typeof(ScopeKinds))]
    public async Task A_Source_In_Any_Body(string member)
    {
        await Verify.Reported(ScopeKinds.SubjectOf(member, Leak));
        await Verify.Silent(ScopeKinds.SubjectOf(member, Cancelled));
    }

    [Theory]
    [InlineData("foreach (string arg in args) { SOURCE }")]
    [InlineData("Start(); void Start() { SOURCE }")]
    [InlineData("Action a = () => { SOURCE }; a();")]
    public async Task A_Source_In_A_Top_Level_Program(string program)
    {
        Setup setup = Setup.Default with { Output = OutputKind.ConsoleApplication };
        await Verify.Reported(program.Replace("SOURCE", Leak, StringComparison.Ordinal), setup);
        await Verify.Silent(program.Replace("SOURCE", Cancelled, StringComparison.Ordinal), setup);
    }

    [Theory]
    [InlineData("_ = PumpAsync(reader, cts.Token);")]
    [InlineData("CancellationToken stop = cts.Token; _ = PumpAsync(reader, stop);")]
    [InlineData("_ = Task.Run(() => PumpAsync(reader, cts.Token));")]
    [InlineData("_ = Task.Run(async () => { CancellationToken stop = cts.Token; await reader.ReadAsync(stop); });")]
    [InlineData("_ = Task.Run(async () => { while (!cts.IsCancellationRequested) { await Task.Delay(1000); } });")]
    [InlineData("var thread = new Thread(() => { while (!cts.IsCancellationRequested) { Thread.Sleep(1000); } }); thread.Start();")]
    [InlineData("ThreadPool.QueueUserWorkItem(_ => cts.Token.WaitHandle.WaitOne());")]
    [InlineData("_ = Task.Factory.StartNew(() => reader.Completion.Wait(cts.Token), TaskCreationOptions.LongRunning);")]
    [InlineData("LocalAsync(); async void LocalAsync() => await reader.ReadAsync(cts.Token);")]
    [InlineData("_ = PumpAsync(reader, CancellationTokenSource.CreateLinkedTokenSource(cts.Token).Token);")]
    [InlineData("Task pump = PumpAsync(reader, cts.Token); Work(pump.IsCompleted);")]
    public async Task Every_Wait_And_Loop_Of_A_Detached_Task(string start)
    {
        await Verify.Reported(Code.Body("using var {|LEAK003:cts|} = new CancellationTokenSource();\n" + start + "\nWork();"));
        await Verify.Silent(Code.Body("using var cts = new CancellationTokenSource();\ntry {\n" + start + "\nWork(); } finally { cts.Cancel(); }"));
    }

    [Theory]
    [InlineData("_ = Task.Run(async () => { while (!cts.Token.IsCancellationRequested) { await Task.Delay(1000); } });")]
    [InlineData("_ = Task.Run(async () => { while (true) { await Task.Delay(1000, cts.Token); } });")]
    [InlineData("_ = Task.Run(async () => { using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1)); while (await timer.WaitForNextTickAsync(cts.Token)) { Work(); } });")]
    public async Task A_Loop_That_Reads_The_Token_Ends_With_The_Source_But_Not_Where_The_Source_Is_Only_Dropped(string start)
    {
        await Verify.Silent(Code.Body("using var cts = new CancellationTokenSource();\n" + start + "\nWork();"));
        await Verify.Reported(Code.Body("var {|LEAK003:cts|} = new CancellationTokenSource();\n" + start + "\nWork();"));
    }

    [Theory]
    [InlineData("await PumpAsync(reader, cts.Token);")]
    [InlineData("Task pump = PumpAsync(reader, cts.Token); await pump;")]
    [InlineData("Task pump = PumpAsync(reader, cts.Token); await Task.WhenAll(pump, Task.Delay(1));")]
    [InlineData("_ = Task.Run(async () => await Task.Delay(1000, cts.Token));")]
    [InlineData("_ = Task.Run(() => { for (int i = 0; i < 9 && !cts.IsCancellationRequested; i++) { Work(); } });")]
    [InlineData("_ = Task.Run(async () => { while (!cts.IsCancellationRequested) { if (flag) { break; } await Task.Delay(1000); } });")]
    [InlineData("_ = Task.Run(async () => await reader.ReadAsync(cts.Token).AsTask().WaitAsync(TimeSpan.FromSeconds(1)));")]
    [InlineData("_ = Task.Run(async () => await reader.ReadAsync(flag ? cts.Token : token));")]
    [InlineData("Work(cts.Token);")]
    public Task A_Source_That_No_Detached_Task_Depends_On_Is_Not_Reported(string start) =>
        Verify.Silent(Code.Body("using var cts = new CancellationTokenSource();\n" + start + "\nWork();"));

    [Fact]
    public Task A_Source_That_Only_The_Start_Is_Given_Is_No_Governor() => Verify.Reported(Code.Body("""
        using var cts = new CancellationTokenSource();
        _ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync(), cts.Token);
        """));

    [Theory]
    [InlineData("var c = Channel.CreateUnbounded<int>(); try { _ = PumpAsync(c.Reader, cts.Token); Work(); } finally { c.Writer.Complete(); }")]
    [InlineData("_ = PumpAsync(_type.Reader, cts.Token);")]
    public Task A_Wait_That_Something_Else_Ends_Is_Not_Reported(string code) => Verify.Silent(Code.Body(
        "using var cts = new CancellationTokenSource();\n" + code) + """

        partial class Subject
        {
            private readonly Channel<int> _type = Channel.CreateUnbounded<int>();
            public void Dispose() => _type.Writer.Complete();
        }
        """);

    [Theory]
    [InlineData("var cts = CancellationTokenSource.CreateLinkedTokenSource(token); _ = PumpAsync(reader, cts.Token);")]
    [InlineData("await Task.Delay(1, token); var cts = CancellationTokenSource.CreateLinkedTokenSource(token); _ = PumpAsync(reader, cts.Token); Work();")]
    [InlineData("var cts = CancellationTokenSource.CreateLinkedTokenSource(token); _ = Task.Run(async () => { while (!cts.IsCancellationRequested) { await Task.Delay(1); } });")]
    [InlineData("var cts = CancellationTokenSource.CreateLinkedTokenSource(token); cts.CancelAfter(5000); _ = PumpAsync(reader, cts.Token); await Task.Yield();")]
    public Task A_Linked_Source_That_Is_Dropped_Where_The_Callers_Token_Is_The_Works_Lifetime_Is_Not_Reported(string code) => Verify.Silent(Code.Body(code));

    [Theory]
    [InlineData("var {|LEAK003:cts|} = CancellationTokenSource.CreateLinkedTokenSource(token); _ = PumpAsync(reader, cts.Token); await Task.Yield();")]
    [InlineData("var {|LEAK003:cts|} = CancellationTokenSource.CreateLinkedTokenSource(token); _ = PumpAsync(reader, cts.Token); while (flag) { Work(); }")]
    [InlineData("using var {|LEAK003:cts|} = CancellationTokenSource.CreateLinkedTokenSource(token); _ = PumpAsync(reader, cts.Token);")]
    [InlineData("var {|LEAK003:cts|} = CancellationTokenSource.CreateLinkedTokenSource(token); _ = PumpAsync(reader, cts.Token); if (flag) { cts.Dispose(); }")]
    [InlineData("using var {|LEAK003:cts|} = CancellationTokenSource.CreateLinkedTokenSource(token); cts.CancelAfter(5000); _ = PumpAsync(reader, cts.Token);")]
    public Task A_Linked_Source_That_Is_Disposed_Or_Dropped_By_A_Scope_That_Goes_On_Is_Reported(string code) => Verify.Reported(Code.Body(code));

    [Theory]
    [InlineData("using var {|LEAK003:linked|} = ", true)]
    [InlineData("var linked = ", false)]
    public Task A_Linked_Source_That_Is_Disposed_Is_Unlinked_From_The_Types_Too(string declaration, bool isReported)
    {
        string code = Code.Class($$"""
            private readonly CancellationTokenSource _cts = new();
            public async Task Scope(ChannelReader<int> reader, CancellationToken token)
            {
                {{declaration}} CancellationTokenSource.CreateLinkedTokenSource(token, _cts.Token);
                CancellationToken stop = linked.Token;
                _ = Task.Run(async () => await reader.ReadAsync(stop));
                await Task.Delay(1000, token);
            }

            public void Dispose() => _cts.Cancel();
            """);
        return isReported ? Verify.Reported(code) : Verify.Silent(code);
    }

    [Theory]
    [InlineData("CancellationTokenSource? {|LEAK003:cts|} = null; foreach (int i in new[] { 1, 2 }) { cts = new CancellationTokenSource(); _ = PumpAsync(reader, cts.Token); } cts?.Cancel();")]
    [InlineData("CancellationTokenSource? {|LEAK003:cts|} = null; foreach (int i in new[] { 1, 2 }) { cts?.Cancel(); cts = new CancellationTokenSource(); _ = PumpAsync(reader, cts.Token); }")]
    [InlineData("CancellationTokenSource? {|LEAK003:cts|} = null; try { foreach (int i in new[] { 1, 2 }) { cts?.Dispose(); cts = new CancellationTokenSource(); _ = PumpAsync(reader, cts.Token); } } finally { cts?.Cancel(); }")]
    [InlineData("foreach (int i in new[] { 1, 2 }) { using var {|LEAK003:cts|} = new CancellationTokenSource(); _ = PumpAsync(reader, cts.Token); }")]
    [InlineData("foreach (int i in new[] { 1, 2 }) { using var {|LEAK003:cts|} = new CancellationTokenSource(); _ = PumpAsync(reader, cts.Token); if (flag) { continue; } cts.Cancel(); }")]
    [InlineData("var {|LEAK003:cts|} = new CancellationTokenSource(); _ = PumpAsync(reader, cts.Token); cts = new CancellationTokenSource(); cts.Cancel();")]
    [InlineData("var {|LEAK003:cts|} = new CancellationTokenSource(); _ = PumpAsync(reader, cts.Token); cts.Cancel(); cts = new CancellationTokenSource(); _ = PumpAsync(reader, cts.Token);")]
    public Task A_Source_That_Is_Replaced_Uncancelled_Is_Reported(string code) => Verify.Reported(Code.Body(code));

    [Theory]
    [InlineData("CancellationTokenSource? cts = null; try { foreach (int i in new[] { 1, 2 }) { cts?.Cancel(); cts = new CancellationTokenSource(); _ = PumpAsync(reader, cts.Token); } } finally { cts?.Cancel(); }")]
    [InlineData("CancellationTokenSource? cts = null; try { foreach (int i in new[] { 1, 2 }) { if (cts != null) { cts.Cancel(); cts.Dispose(); } cts = new CancellationTokenSource(); _ = PumpAsync(reader, cts.Token); } } finally { cts?.Cancel(); }")]
    [InlineData("foreach (int i in new[] { 1, 2 }) { using var cts = new CancellationTokenSource(); try { _ = PumpAsync(reader, cts.Token); if (flag) { continue; } Work(); } finally { cts.Cancel(); } }")]
    [InlineData("var cts = new CancellationTokenSource(); _ = PumpAsync(reader, cts.Token); cts.Cancel(); cts = new CancellationTokenSource(); Work(cts.Token);")]
    [InlineData("var cts = new CancellationTokenSource(); try { _ = PumpAsync(reader, cts.Token); } finally { cts.Cancel(); cts = null; }")]
    public Task A_Source_That_Is_Cancelled_Before_It_Is_Replaced_Is_Not_Reported(string code) => Verify.Silent(Code.Body(code));

    [Fact]
    public Task A_Source_That_An_Outer_Function_Holds_Is_Not_The_Scopes() => Verify.Silent(Code.Body("""
        using var cts = new CancellationTokenSource();
        Start();
        await Task.Delay(1000, token);
        cts.Cancel();

        void Start()
        {
            _ = PumpAsync(reader, cts.Token);
        }
        """));

    [Theory]
    [InlineData("Sources.CancellationTokenSource")]
    [InlineData("Sources.Linked")]
    public Task A_Source_Of_The_Users_Own_Is_None(string type) => Verify.Silent(Code.Body($$"""
        using var cts = new {{type}}();
        _ = PumpAsync(reader, cts.Token);
        """) + """

        static class Sources
        {
            public sealed class CancellationTokenSource : IDisposable { public CancellationToken Token => default; public void Dispose() { } }
            public sealed class Linked : System.Threading.CancellationTokenSource { protected override void Dispose(bool disposing) { Cancel(); base.Dispose(disposing); } }
        }
        """);

    [Theory]
    [InlineData(LanguageVersion.CSharp7_3)]
    [InlineData(LanguageVersion.CSharp8)]
    [InlineData(LanguageVersion.CSharp12)]
    [OnOldestRoslyn]
    public async Task Older_Languages_And_Frameworks(LanguageVersion version)
    {
        await Verify.Reported(Old, Setup.Default with { Language = version });
        await Verify.Reported(Old, Setup.NetStandard20 with { Language = version });
        await Verify.Reported(Old, Setup.Default with { Language = version, Nullable = NullableContextOptions.Disable });
    }

    [Fact]
    public async Task The_Report_Stands_At_The_Variable_And_Shows_The_Waits()
    {
        ImmutableArray<Diagnostic> reports = await Verify.Reported(Code.Body("""
            using var {|LEAK003:cts|} = new CancellationTokenSource();
            CancellationToken stop = cts.Token;
            _ = Task.Run(async () => { await reader.WaitToReadAsync(stop); await Task.Delay(1); await reader.ReadAsync(stop); });
            """));

        Diagnostic report = Assert.Single(reports);
        Assert.Equal(["reader.WaitToReadAsync(stop)", "reader.ReadAsync(stop)", "}"],
            report.AdditionalLocations.Select(wait => wait.SourceTree!.GetText().ToString(wait.SourceSpan)));
        Assert.Equal(
            "No path out of 'Scope' cancels 'cts', so the task started by 'Task.Run' may wait on 'reader.WaitToReadAsync' for ever; "
            + "cancel it in a 'finally', because Dispose does not cancel",
            report.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("cts.Dispose();", "No path", "}")]
    [InlineData("if (DateTime.Now.Year > 2000) { return; } cts.Cancel();", "Not every path", "}")]
    [InlineData("Work(); cts.Cancel();", "Not every path", "Work();")]
    [InlineData("if (DateTime.Now.Year > 2000) { cts.Cancel(); }", "Not every path", "}")]
    public async Task The_Report_Tells_Which_Paths_And_Shows_An_Exit(string rest, string paths, string exit)
    {
        Diagnostic report = Assert.Single(await Verify.Reported(Code.Body($"var {{|LEAK003:cts|}} = new CancellationTokenSource(); _ = PumpAsync(reader, cts.Token); {rest}")));

        Assert.StartsWith(paths + " out of 'Scope' cancels 'cts'", report.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Location shown = report.AdditionalLocations[^1];
        Assert.Equal(exit, shown.SourceTree!.GetText().ToString(shown.SourceSpan));
    }

    [Fact]
    public Task A_Report_Is_Suppressed_By_A_Pragma_And_Absent_In_Generated_Code() =>
        Verify.Reported(Code.Body(Leak), Setup.Default with { ChecksSuppression = true });

    [Theory]
    [InlineData("using var cts = ; _ = PumpAsync(reader, cts.Token);")]
    [InlineData("using var cts = new; _ = PumpAsync(reader, cts.Token);")]
    [InlineData("using var cts = new CancellationTokenSource(; _ = PumpAsync(reader, cts.Token);")]
    [InlineData("var cts = new CancellationTokenSource(); var cts = new CancellationTokenSource(); _ = PumpAsync(reader, cts.Token);")]
    [InlineData("CancellationTokenSource cts; _ = PumpAsync(reader, cts.Token);")]
    [InlineData("CancellationTokenSource cts = cts; _ = PumpAsync(reader, cts.Token); cts.Cancel(")]
    [InlineData("CancellationTokenSource = new(); _ = PumpAsync(reader, cts.Token);")]
    [InlineData("var cts = new CancellationTokenSource(); _ = PumpAsync(reader, cts.Token); if (cts is ) { cts?.; }")]
    [InlineData("var cts = new CancellationTokenSource(); try { _ = PumpAsync(reader, cts.Token); } finally { cts.Cancel();")]
    [InlineData("var cts = new CancellationTokenSource(); _ = PumpAsync(reader, cts.Token); cts = ; cts?.Cancel()?.;")]
    [InlineData("using (var cts = new CancellationTokenSource()) _ = PumpAsync(reader, cts.Token) else")]
    [InlineData("for (var cts = new CancellationTokenSource(); ; ) _ = PumpAsync(reader, cts.")]
    [InlineData("foreach (CancellationTokenSource cts in ) { _ = PumpAsync(reader, cts.Token); }")]
    [InlineData("if (reader is CancellationTokenSource cts) { _ = PumpAsync(reader, cts.Token); }")]
    [InlineData("Get(out CancellationTokenSource cts); _ = PumpAsync(reader, cts.Token);")]
    public Task A_Source_That_Is_Being_Typed_Is_Survived(string statements) => Verify.Survives(Code.Body(statements));
}
