using System.Globalization;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Tests.Rules.LEAK007_LostLinkedSource;

/// <summary>Tests a linked <c>CancellationTokenSource</c> in a private field: it is lost if it is replaced, set to null, or dropped with its object.</summary>
public class MemberTests
{
    private const string Link = "CancellationTokenSource.CreateLinkedTokenSource(life)";
    private const string Marked = "{|LEAK007:" + Link + "|}";

    [Theory]
    [InlineData("public CancellationToken Both { get { _linked = LINK; return _linked.Token; } }")]
    [InlineData("private Lazy<CancellationToken> Both => new(() => { _linked = LINK; return _linked.Token; });")]
    [InlineData("public async Task AskAsync() { _linked = LINK; await WaitAsync(_linked.Token); }")]
    [InlineData("public async Task AskAsync() { _linked = LINK; var stop = _linked.Token; stop.ThrowIfCancellationRequested(); await WaitAsync(stop); }")]
    [InlineData("public Task AskAsync() { _linked = LINK; return WaitAsync(_linked.Token); }")]
    [InlineData("public IAsyncEnumerable<int> AskAsync(Func<CancellationToken, IAsyncEnumerable<int>> ask) { _linked = LINK; var answers = ask(_linked.Token); return answers; } public async Task MoreAsync() { _linked = CancellationTokenSource.CreateLinkedTokenSource(default(CancellationToken)); await WaitAsync(_linked.Token); }")]
    [InlineData("public async Task AskAsync() { _linked = LINK; try { await WaitAsync(_linked.Token); } finally { _linked = null; } }")]
    [InlineData("public void Run() { while (true) { _linked = LINK; Start(_linked.Token); } }")]
    [InlineData("public async Task RunAsync() { while (true) { await OpenAsync(); } } private async Task OpenAsync() { await Task.Yield(); _linked = LINK; Start(_linked.Token); }")]
    [InlineData("public void ReconnectAll() { _linked = LINK; Start(_linked.Token); }")]
    [InlineData("public event Action? Changed; public void Listen() => Changed += () => { _linked = LINK; Start(_linked.Token); };")]
    [InlineData("public void Begin() { _linked = LINK; Start(_linked.Token); } public void End() { _linked?.Cancel(); _linked = null; }")]
    public async Task One_That_Is_Replaced_Or_Set_To_Null_Is_Reported(string members)
    {
        await Verify.Reported(Body(members.Replace("LINK", Marked, StringComparison.Ordinal)), Setup.Handles);
        await Verify.Reported(Body(members.Replace("LINK", Marked, StringComparison.Ordinal) + " public void Dispose() => _linked?.Dispose();"), Setup.Handles);
        await Verify.Silent(Body(members.Replace("LINK", Link, StringComparison.Ordinal) + " public void Drop() => _linked?.Dispose();"), Setup.Handles);
        await Verify.Silent(Body(members.Replace("LINK", Link, StringComparison.Ordinal) + " public CancellationTokenSource? Given() => _linked;"), Setup.Handles);
    }

    [Theory]
    [InlineData("public async Task AskAsync() { var linked = LINK; _linked = linked; await WaitAsync(linked.Token); }", true)]
    [InlineData("public async Task AskAsync() { var linked = LINK; _linked = linked; var token = linked.Token; await WaitAsync(token); }", true)]
    [InlineData("public void ReconnectAll() { var linked = LINK; _linked = linked; Start(linked.Token); }", true)]
    [InlineData("public void ReconnectAll() { CancellationTokenSource linked; linked = LINK; _linked?.Cancel(); _linked = linked; Start(linked.Token); }", true)]
    [InlineData("public async Task AskAsync() { var linked = LINK; Interlocked.Exchange(ref _linked, linked)?.Cancel(); await WaitAsync(linked.Token); }", true)]
    [InlineData("public async Task AskAsync() { Interlocked.Exchange(ref _linked, LINK)?.Cancel(); await WaitAsync(_linked!.Token); }", true)]
    [InlineData("public async Task AskAsync() { var old = Interlocked.Exchange(ref _linked, LINK); old?.Cancel(); await WaitAsync(_linked!.Token); }", true)]
    [InlineData("public void Begin() { var linked = LINK; _linked = linked; Start(linked.Token); } public void End() { _linked?.Cancel(); _linked = null; }", true)]
    [InlineData("public async Task AskAsync() { var linked = LINK; _linked = linked; try { await WaitAsync(linked.Token); } finally { linked.Dispose(); } }", false)]
    [InlineData("public async Task AskAsync() { using var linked = LINK; Interlocked.Exchange(ref _linked, linked)?.Cancel(); await WaitAsync(linked.Token); }", false)]
    [InlineData("public async Task AskAsync() { var linked = LINK; Interlocked.Exchange(ref _linked, linked)?.Dispose(); await WaitAsync(linked.Token); }", false)]
    [InlineData("public async Task AskAsync() { var linked = LINK; if (Interlocked.CompareExchange(ref _linked, linked, null) is null) { await WaitAsync(linked.Token); } }", false)]
    [InlineData("public async Task AskAsync() { if (_linked is not null) { return; } var linked = LINK; _linked = linked; await WaitAsync(linked.Token); }", false)]
    [InlineData("public void Begin() { var linked = LINK; _linked = linked; Start(linked.Token); }", false)]
    [InlineData("public void ReconnectAll() { var linked = LINK; _linked = linked; _keep(linked); } public Action<CancellationTokenSource> _keep = _ => { };", false)]
    public async Task One_That_Is_First_In_A_Local_Or_Exchanged(string members, bool isReported)
    {
        string code = Body(members.Replace("LINK", isReported ? Marked : Link, StringComparison.Ordinal));
        await Verify.Of(code, isReported, Setup.Handles);
        await Verify.Silent(code.Replace(Marked, Link, StringComparison.Ordinal).Replace("private static void Start", "public void Drop() => _linked?.Dispose(); private static void Start", StringComparison.Ordinal), Setup.Handles);
    }

    /// <summary>A path that loses the source before it is in the field is told at the local, and the field isn't told besides.</summary>
    [Fact]
    public Task One_That_A_Return_Loses_Before_It_Is_In_The_Field_Is_Reported_Once() => Verify.Reported(
        Body("public void ReconnectAll(bool flag) { var {|LEAK007:linked|} = CancellationTokenSource.CreateLinkedTokenSource(life); if (flag) { return; } _linked = linked; Start(linked.Token); }"), Setup.Handles);

    [Theory]
    [InlineData("_linked = {|LEAK003:CancellationTokenSource.CreateLinkedTokenSource(life)|}; Start(_linked.Token);")]
    [InlineData("var linked = {|LEAK003:CancellationTokenSource.CreateLinkedTokenSource(life)|}; _linked = linked; Start(linked.Token);")]
    public Task One_That_A_Task_Depends_On_Is_LEAK003s(string start) => Verify.Reported(
        $$"""
        sealed class Subject(CancellationToken life) : IDisposable
        {
            private CancellationTokenSource? _linked;
            public void ReconnectAll() { {{start.Replace("Start(", "_ = LoopAsync(", StringComparison.Ordinal)}} }
            public void Dispose() => _linked?.Dispose();
            private static async Task LoopAsync(CancellationToken token) { while (!token.IsCancellationRequested) { await Task.Delay(1, token); } }
        }
        """, Setup.Handles with { Rules = [.. RuleTest.TaskRules, .. Setup.Handles.Rules] });

    [Theory]
    [InlineData("public CancellationToken Both { get { _linked ??= LINK; return _linked.Token; } }")]
    [InlineData("public CancellationToken Both { get { if (_linked == null) { _linked = LINK; } return _linked.Token; } }")]
    [InlineData("public async Task AskAsync() { if (_linked is not null) { return; } _linked = LINK; await WaitAsync(_linked.Token); }")]
    [InlineData("public async Task AskAsync() { _linked?.Dispose(); _linked = LINK; await WaitAsync(_linked.Token); }")]
    [InlineData("public CancellationToken Both { get { _linked?.Dispose(); _linked = LINK; return _linked.Token; } }")]
    [InlineData("public bool IsGone { set { _linked?.Dispose(); } } public async Task AskAsync() { _linked = LINK; await WaitAsync(_linked.Token); }")]
    [InlineData("public async Task AskAsync() { _linked = LINK; try { await WaitAsync(_linked.Token); } finally { _linked.Dispose(); } }")]
    [InlineData("public async Task AskAsync() { using var linked = LINK; _linked = linked; await WaitAsync(linked.Token); }")]
    [InlineData("public void Begin() { _linked = LINK; Start(_linked.Token); }")]
    [InlineData("public void Begin() { _linked = LINK; Start(_linked.Token); } public void End() => _linked?.Cancel();")]
    [InlineData("public async Task AskAsync() { using var own = new CancellationTokenSource(); _linked = CancellationTokenSource.CreateLinkedTokenSource(own.Token); await WaitAsync(_linked.Token); }")]
    [InlineData("public async Task StartAsync() { _linked = LINK; await WaitAsync(_linked.Token); }")]
    [InlineData("public async Task LoginAsync() { _linked = LINK; await WaitAsync(_linked.Token); } public async Task MoreAsync() => await WaitAsync(_linked!.Token);")]
    public Task One_That_Is_Disposed_Guarded_Or_Made_Once_Is_Not_Reported(string members) => Verify.Silent(Body(members.Replace("LINK", Link, StringComparison.Ordinal)), Setup.Handles);

    [Theory]
    [InlineData("public static Task<int> FindAsync(CancellationToken token) => new Search(token).RunAsync();", "", true)]
    [InlineData("public static async Task<int> FindAsync(CancellationToken token) { var search = new Search(token); return await search.RunAsync(); }", "", true)]
    [InlineData("public static async Task<int> FindAsync(CancellationToken token) { using var own = new CancellationTokenSource(); return await new Search(own.Token).RunAsync(); }", "", false)]
    [InlineData("private static readonly Search s_search = new(default); public static Task<int> FindAsync() => s_search.RunAsync();", "", false)]
    [InlineData("private static Search? s_search; public static void Open(CancellationToken token) => s_search = new Search(token);", "", false)]
    [InlineData("public static object Make(CancellationToken token) { var search = new Search(token); return search; }", "", false)]
    [InlineData("public static Task<int> FindAsync(CancellationToken token) => new Search(token).RunAsync();", "public void End() => _stop.Dispose();", false)]
    public async Task One_Whose_Owner_Is_Made_On_Each_Call_Is_Reported(string maker, string member, bool isReported)
    {
        string code = $$"""
            static class Lookup
            {
                {{maker}}

                private sealed class Search
                {
                    private readonly CancellationTokenSource _stop;

                    public Search(CancellationToken life) => _stop = {{(isReported ? Marked : Link)}};

                    public async Task<int> RunAsync() { await Task.Delay(1, _stop.Token); return 1; }

                    {{member}}
                }
            }
            """;
        await (isReported ? Verify.Reported(code, Setup.Handles) : Verify.Silent(code, Setup.Handles));
    }

    [Theory]
    [InlineData("public async Task AskAsync() { _linked = LINK; await WaitAsync(_linked.Token); }", "'AskAsync' puts another linked source into '_linked' each time, and nothing disposes the one before")]
    [InlineData("public void Begin() { _linked = LINK; Start(_linked.Token); } public void End() { _linked?.Cancel(); _linked = null; }", "'End' sets '_linked' to null, and nothing disposes the linked source in it")]
    public async Task The_Report_Says_Who_Loses_It(string members, string message)
    {
        Diagnostic report = Assert.Single(await Verify.Reported(Body(members.Replace("LINK", Marked, StringComparison.Ordinal)), Setup.Handles));
        Assert.Equal(
            message + ", so it stays registered with the token that it is linked to; dispose it when its token is no longer needed", report.GetMessage(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("var linked = CancellationTokenSource.CreateLinkedTokenSource(life); if (flag) { return; } Keep(linked);", true)]
    [InlineData("var linked = CancellationTokenSource.CreateLinkedTokenSource(life); Console.In.ReadLine(); Keep(linked);", false)]
    [InlineData("var linked = CancellationTokenSource.CreateLinkedTokenSource(life); if (flag) { linked.Dispose(); return; } Keep(linked);", false)]
    public async Task What_One_Path_Hands_On_Another_May_Lose(string code, bool isReported)
    {
        string source = Body($"public void Scope(bool flag) {{ {(isReported ? code.Replace("var linked", "var {|LEAK007:linked|}", StringComparison.Ordinal) : code)} }} private static void Keep(CancellationTokenSource kept) => Task.Run(kept.Dispose);");
        await (isReported ? Verify.Reported(source, Setup.Handles) : Verify.Silent(source, Setup.Handles));
    }

    /// <summary>A linked source isn't reported if the function disposes all the sources whose tokens it is linked to, because that also unlinks it.</summary>
    [Theory]
    [InlineData("_linked.Dispose();", false)]
    [InlineData("_linked.Cancel();", true)]
    public async Task Parents_That_The_Function_Disposes_Are_None(string end, bool isReported)
    {
        string variable = isReported ? "{|LEAK007:both|}" : "both";
        string code = Code.Class($$"""
            private readonly CancellationTokenSource _linked = new();

            public void Dispose()
            {
                var limit = new CancellationTokenSource(1000);
                var {{variable}} = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _linked.Token);
                try { Work(both.Token); } finally { limit.Dispose(); {{end}} }
            }
            """);
        await (isReported ? Verify.Reported(code, Setup.Handles) : Verify.Silent(code, Setup.Handles));
    }

    [Fact]
    public Task The_Token_Of_A_Services_Start_Is_Not_Reported() => Verify.Silent(
        """
        sealed class Worker : Microsoft.Extensions.Hosting.IHostedService
        {
            public async Task StartAsync(CancellationToken cancellationToken)
            {
                var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                await Task.Delay(1, linked.Token);
            }

            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """, Setup.Handles with { References = TestReferences.Hosting });

    private static string Body(string members) => $$"""
        sealed class Subject(CancellationToken life)
        {
            private CancellationTokenSource? _linked;

            {{members}}

            private static async Task WaitAsync(CancellationToken token) => await Task.Delay(1, token);

            private static void Start(CancellationToken token) => _ = WaitAsync(token);
        }
        """;
}
