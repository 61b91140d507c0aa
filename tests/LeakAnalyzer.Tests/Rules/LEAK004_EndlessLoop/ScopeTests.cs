using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Tests.Rules.LEAK004_EndlessLoop;

/// <summary>Tests each kind of function that can start a task, each kind of start, and loops in called methods and in other files.</summary>
public class ScopeTests
{
    private const string Leak = "{|LEAK004:Task.Run|}(async () => { while (true) { await Task.Delay(1000); } })";
    private const string Finite = "Task.Run(async () => { for (int i = 0; i < 9; i++) { await Task.Delay(1000); } })";

    private const string Old = """
        public class Subject
        {
            private bool _stopped;

            public void Scope()
            {
                Task.Run(async () => { while (!_stopped) { await Task.Delay(1000).ConfigureAwait(false); } });
                {|LEAK004:Task.Run|}(async () => { while (true) { await Task.Delay(1000).ConfigureAwait(false); } });
                {|LEAK004:LoopAsync|}();
            }

            private static async Task LoopAsync() { for (;;) { await Task.Delay(1000).ConfigureAwait(false); } }
            public void Stop() { _stopped = true; }
        }
        """;

    [Theory]
    [MemberData(nameof(ScopeKinds.Members), MemberType = typeof(ScopeKinds))]
    public async Task A_Start_In_Any_Body(string member)
    {
        await Verify.Reported(ScopeKinds.Subject(member, Leak));
        await Verify.Silent(ScopeKinds.Subject(member, Finite));
    }

    [Theory]
    [InlineData("foreach (string arg in args) { _ = START; }")]
    [InlineData("Start(); void Start() { _ = START; }")]
    public async Task A_Start_In_A_Top_Level_Program(string program)
    {
        Setup setup = Setup.Default with { Output = OutputKind.ConsoleApplication };
        await Verify.Reported(ScopeKinds.Replace(program, Leak), setup);
        await Verify.Silent(ScopeKinds.Replace(program, Finite), setup);
    }

    [Theory]
    [InlineData("_ = {|LEAK004:LoopAsync|}();", "_ = LoopAsync(token);")]
    [InlineData("_ = {|LEAK004:Task.Run|}(() => LoopAsync());", "_ = Task.Run(() => LoopAsync(token));")]
    [InlineData("_ = {|LEAK004:Task.Run|}(() => LoopAsync(), token);", "_ = Task.Run(() => LoopAsync(token), token);")]
    [InlineData("_ = {|LEAK004:Task.Run|}(Block);", "_ = Task.Run(Finite);")]
    [InlineData("new Thread(Block).{|LEAK004:Start|}();", "new Thread(Finite).Start();")]
    [InlineData("new Thread(Block) { IsBackground = true }.{|LEAK004:Start|}();", "new Thread(Finite) { IsBackground = true }.Start();")]
    [InlineData("var thread = new Thread(() => { while (true) { Thread.Sleep(1000); } }); thread.{|LEAK004:Start|}();",
        "var thread = new Thread(() => { while (!token.IsCancellationRequested) { Thread.Sleep(1000); } }); thread.Start();")]
    [InlineData("var thread = new Thread(Block); thread.{|LEAK004:Start|}();", "var thread = new Thread(Block); thread.Start(); thread.Join();")]
    [InlineData("_ = Task.Factory.{|LEAK004:StartNew|}(Block, TaskCreationOptions.LongRunning);", "_ = Task.Factory.StartNew(Finite, TaskCreationOptions.LongRunning);")]
    [InlineData("{|LEAK004:ThreadPool.QueueUserWorkItem|}(_ => Block());", "ThreadPool.QueueUserWorkItem(_ => Finite());")]
    [InlineData("{|LEAK004:Forever|}(); async void Forever() { while (true) { await Task.Delay(1000); } }", "Once(); async void Once() { await Task.Delay(1000); }")]
    [InlineData("_ = Task.CompletedTask.{|LEAK004:ContinueWith|}(_ => Block());", "_ = Task.CompletedTask.ContinueWith(_ => Finite());")]
    [InlineData("Task loop = {|LEAK004:LoopAsync|}(); Work(loop.Status);", "Task loop = LoopAsync(); Work(loop);")]
    [InlineData("_ = {|LEAK004:Task.Run|}(async () => { await Task.Delay(1); await DeepAsync(); });", "_ = Task.Run(async () => { await Task.Delay(1); _ = nameof(DeepAsync); });")]
    [InlineData("_ = {|LEAK004:Loops.RunAsync|}(1);", "_ = Loops.RunAsync(1, token);")]
    [InlineData("_ = {|LEAK004:Task.Run|}(() => Loops.RunAsync(1));", "_ = Task.Run(() => Loops.RunAsync(1, token));")]
    [InlineData("_ = {|LEAK004:Task.Run|}(async () => { await Loops.RunAsync(token.CanBeCanceled ? 1 : 2); });", "_ = Task.Run(async () => { await Loops.RunAsync(1, token); });")]
    public async Task Every_Start_And_Every_Called_Method(string reported, string silent)
    {
        await Verify.Reported(Starts(reported), Files());
        await Verify.Silent(Starts(silent), Files());
    }

    [Theory]
    [InlineData("_ = loops.RunAsync();")]
    [InlineData("_ = Task.Run(() => loops.RunAsync());")]
    [InlineData("_ = Library.RunAsync();")]
    [InlineData("await Loops.RunAsync(1);")]
    [InlineData("Task task = Loops.RunAsync(1); await task;")]
    [InlineData("_ = Task.Run(async () => { await Task.Delay(1); _ = Loops.RunAsync(1, token); });")]
    [InlineData("_ = Task.Run(async () => { await foreach (int tick in Ticks()) { if (tick > 9) { break; } } });")]
    [InlineData("_ = Task.Run(() => { foreach (int tick in Numbers()) { if (tick > 9) { return; } } });")]
    public Task What_Cannot_Be_Seen_Is_Joined_Or_May_Be_Stopped_By_Its_Reader_Is_Not_Reported(string start) => Verify.Silent(Code.Class($$"""
        public interface ILoops { Task RunAsync(); }
        public async Task Scope(ILoops loops, CancellationToken token)
        {
            {{start}}
            await Task.Yield();
        }

        private static async IAsyncEnumerable<int> Ticks() { while (true) { await Task.Delay(1000); yield return 1; } }
        private static IEnumerable<int> Numbers() { while (true) { yield return 1; } }
        """), Files() with { LibrarySources = ["public static class Library { public static async Task RunAsync() { while (true) { await Task.Delay(1000); } } }"] });

    [Fact]
    public Task A_Loop_With_The_Callers_Token_In_A_Scope_That_Only_Starts_It_Is_Not_Reported() => Verify.Silent(Code.Class("""
        public void Scope(CancellationToken token) => _ = LoopAsync(token);
        private static async Task LoopAsync(CancellationToken stop) { while (!stop.IsCancellationRequested) { await Task.Delay(1000, stop); } }
        """));

    [Fact]
    public Task A_Loop_That_Starts_Others_Is_One_And_They_Are_None() => Verify.Reported(Code.Class("""
        public void Scope() => _ = {|LEAK004:Task.Run|}(async () =>
        {
            while (true)
            {
                _ = Task.Run(async () => await Task.Delay(1000));
                await Task.Delay(1000);
            }
        });
        """));

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
    public async Task The_Loops_Are_The_Additional_Locations_And_The_Message_Names_The_First()
    {
        Diagnostic report = Assert.Single(await Verify.Reported(Code.Class("""
            public void Scope() => _ = {|LEAK004:Task.Run|}(async () =>
            {
                try { while (true) { await Task.Delay(1000); } }
                catch (Exception) { }
                for (;;) { Thread.Sleep(1); }
            });
            """)));

        Assert.Equal(2, report.AdditionalLocations.Count);
        Assert.StartsWith("while (true)", report.AdditionalLocations[0].SourceTree!.GetText().ToString(report.AdditionalLocations[0].SourceSpan), StringComparison.Ordinal);
        Assert.Equal(
            "The task started by 'Task.Run' is never awaited and runs 'while (true)', which nothing ends; give it a token that its owner cancels",
            report.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("public void Scope(CancellationToken token) => _ = START;", "which nothing ends; pass 'token' to it")]
    [InlineData("public async Task Scope() { _ = START; await Task.Delay(1000); }", "which nothing ends; give it a token that is cancelled when 'Scope' exits")]
    [InlineData("public void Scope() => _ = START;", "which nothing ends; give it a token that its owner cancels")]
    public async Task The_Message_Says_What_To_Do(string member, string advice)
    {
        ImmutableArray<Diagnostic> reports = await Verify.Reported(Code.Class(ScopeKinds.Replace(member, Leak)));

        Assert.EndsWith(advice, Assert.Single(reports).GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public Task A_Report_Is_Suppressed_By_A_Pragma_And_Absent_In_Generated_Code() =>
        Verify.Reported(Code.Class($"public void Scope() => _ = {Leak};"), Setup.Default with { ChecksSuppression = true });

    [Theory]
    [InlineData("while (true) {")]
    [InlineData("while (true) { await Task.Delay(")]
    [InlineData("while () { await Task.Delay(1000); }")]
    [InlineData("while (await timer.WaitForNextTickAsync()) { }")]
    [InlineData("while (await new PeriodicTimer().WaitForNextTickAsync(, )) { }")]
    [InlineData("while (!.IsCancellationRequested) { }")]
    [InlineData("while (!missing.IsCancellationRequested) { await missing; }")]
    [InlineData("while (true && ) { goto nowhere; }")]
    [InlineData("for (;;")]
    [InlineData("for (;;) { break; break; continue nowhere; }")]
    [InlineData("do { await Task.Delay(1000); } while (")]
    [InlineData("do while (true);")]
    [InlineData("while (true) { try { throw; } catch (Missing) { } }")]
    [InlineData("while (true) { try { } catch (Exception) when () { } await foreach (var x in ) { } }")]
    [InlineData("while (true) { Missing(); await Missing(); Task.Run(Missing).WaitAsync(); }")]
    [InlineData("while (true) { yield return 1; return 2; }")]
    [InlineData("while (true) { case 1: goto case 2; goto default; }")]
    public Task A_Loop_That_Is_Being_Typed_Is_Survived(string loop) =>
        Verify.Survives(Code.Body($"_ = Task.Run(async () => {{ {loop} }});"));

    private static Setup Files() => Setup.Default with
    {
        OtherSources =
        [
            """
            static class Loops
            {
                public static async Task RunAsync(int n, CancellationToken stop = default) { Prepare(n); await MoreLoops.EachAsync(stop); }
                private static void Prepare(int n) { }
            }
            """,
            """
            static class MoreLoops
            {
                public static async Task EachAsync(CancellationToken stop) { do { await Task.Delay(1000, stop); } while (true); }
            }
            """,
        ],
    };

    private static string Starts(string start) => Code.Class($$"""
        public void Scope(CancellationToken token) { {{start}} }
        private static async Task LoopAsync(CancellationToken stop = default) { while (true) { await Task.Delay(1000, stop); } }
        private static Task DeepAsync() => DeeperAsync();
        private static async Task DeeperAsync() { await LoopAsync(); }
        private static void Block() { while (true) { Thread.Sleep(1000); } }
        private static void Finite() { for (int i = 0; i < 9; i++) { Thread.Sleep(1000); } }
        """);
}
