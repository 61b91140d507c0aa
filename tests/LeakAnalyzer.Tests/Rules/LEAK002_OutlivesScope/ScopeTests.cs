using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Tests.Rules.LEAK002_OutlivesScope;

/// <summary>Tests each kind of function that can have a token, older language versions, and the text and locations of the report.</summary>
[OnOldestRoslyn]
public class ScopeTests
{
    private const string Start = "_ = {|LEAK002:Task.Run|}(async () => await Task.Delay(Timeout.Infinite, token));";

    private const string Old = """
        public class Subject
        {
            public async Task Scope(ChannelReader<int> reader, CancellationToken token)
            {
                {|LEAK002:Task.Run|}(async () => await reader.ReadAsync(token).ConfigureAwait(false));
                {|LEAK002:PumpAsync|}(reader, token);
                {|LEAK002:Task.Run|}(() => { while (!token.IsCancellationRequested) { Thread.Sleep(1); } });
                await Task.Delay(10, token).ConfigureAwait(false);
            }

            public void Start(ChannelReader<int> reader, CancellationToken token)
            {
                PumpAsync(reader, token);
            }

            private static async Task PumpAsync(ChannelReader<int> reader, CancellationToken stop) { await reader.WaitToReadAsync(stop).ConfigureAwait(false); }
        }
        """;

    [Theory]
    [InlineData("void M(CancellationToken token) { START GOES }")]
    [InlineData("static void M(CancellationToken token) { START GOES }")]
    [InlineData("async Task M(CancellationToken token) { START await Task.Yield(); }")]
    [InlineData("async ValueTask<int> M(CancellationToken token) { START await Task.Yield(); return 1; }")]
    [InlineData("async void M(CancellationToken token) { START await Task.Yield(); }")]
    [InlineData("public Subject(CancellationToken token) { START GOES }")]
    [InlineData("public Subject(CancellationToken token, int n) : this() { START GOES } public Subject() { }")]
    [InlineData("int this[CancellationToken token] { get { START GOES return 1; } }")]
    [InlineData("int this[CancellationToken token] { set { START GOES } }")]
    [InlineData("public static Subject operator +(Subject a, CancellationToken token) { START GOES return a; }")]
    [InlineData("public static implicit operator Subject(CancellationToken token) { START GOES return new(); }")]
    [InlineData("void M(CancellationToken token) { Local(); void Local() { START GOES } }")]
    [InlineData("void M() { Local(default); static void Local(CancellationToken token) { START GOES } }")]
    [InlineData("void M(CancellationToken token) { Action a = () => { START GOES }; a(); }")]
    [InlineData("void M() { Action<CancellationToken> a = static token => { START GOES }; a(default); }")]
    [InlineData("void M() { Action<CancellationToken> a = delegate (CancellationToken token) { START GOES }; a(default); }")]
    [InlineData("void M() { Func<CancellationToken, Task> a = async token => { START await Task.Yield(); }; a(default); }")]
    [InlineData("private readonly Action<CancellationToken> _a = token => { START GOES };")]
    [InlineData("async IAsyncEnumerable<int> M([EnumeratorCancellation] CancellationToken token) { START await Task.Yield(); yield return 1; }")]
    [InlineData("IEnumerable<int> M(CancellationToken token) { START GOES yield return 1; }")]
    [InlineData("class Inner<T> { void M<U>(CancellationToken token) { START GOES } }")]
    [InlineData("struct Inner { void M(CancellationToken token) { START GOES } }")]
    [InlineData("record Inner(int X) { void M(CancellationToken token) { START GOES } }")]
    [InlineData("interface IInner { void M(CancellationToken token) { START GOES } }")]
    [InlineData("void M(CancellationToken token) { lock (this) { START GOES } }")]
    [InlineData("void M(CancellationToken token) { using (new MemoryStream()) { START } GOES }")]
    [InlineData("void M(CancellationToken token, int n) { switch (n) { case 1: START GOES break; } }")]
    public async Task A_Scope_Of_Any_Kind_Is_Reported_Where_It_Goes_On(string member)
    {
        string reported = member.Replace("START", Start, StringComparison.Ordinal).Replace("GOES", "Thread.Sleep(1000);", StringComparison.Ordinal);
        string silent = reported.Replace("{|LEAK002:Task.Run|}", "Task.Run", StringComparison.Ordinal)
            .Replace("Thread.Sleep(1000);", "", StringComparison.Ordinal).Replace("await Task.Yield();", "", StringComparison.Ordinal);
        await Verify.Reported(Class(reported));
        await Verify.Silent(Class(silent));
    }

    [Theory]
    [InlineData("void M(CancellationToken token) { START Local(); void Local() { GOES } }")]
    [InlineData("void M(CancellationToken token) { START Action a = () => { GOES }; a(); }")]
    [InlineData("void M(CancellationToken token) { Local(); GOES void Local() { START } }")]
    [InlineData("void M(CancellationToken token) { Action a = () => { START }; a(); GOES }")]
    public Task What_Another_Function_Does_Is_Not_The_Scopes_Own_Work(string member) => Verify.Silent(Class(
        member.Replace("START", Start.Replace("{|LEAK002:Task.Run|}", "Task.Run", StringComparison.Ordinal), StringComparison.Ordinal)
            .Replace("GOES", "Thread.Sleep(1000);", StringComparison.Ordinal)));

    [Theory]
    [InlineData(LanguageVersion.CSharp7_3)]
    [InlineData(LanguageVersion.CSharp8)]
    [InlineData(LanguageVersion.CSharp12)]
    public async Task Older_Languages_And_Frameworks(LanguageVersion version)
    {
        await Verify.Reported(Old, Setup.Default with { Language = version });
        await Verify.Reported(Old, Setup.NetStandard20 with { Language = version });
        await Verify.Reported(Old, Setup.Default with { Language = version, Nullable = NullableContextOptions.Disable });
    }

    [Fact]
    public async Task The_Report_Names_The_Task_The_Wait_The_Scope_And_The_Token()
    {
        ImmutableArray<Diagnostic> reports = await Verify.Reported(Code.Class("""
            public async Task ExportAsync(ChannelReader<int> reader, CancellationToken token)
            {
                CancellationToken stop = token;
                _ = {|LEAK002:Task.Run|}(async () => { await reader.WaitToReadAsync(stop); await Task.Delay(1); await reader.ReadAsync(stop); });
                await Task.Delay(1000, token);
            }
            """));

        Diagnostic report = Assert.Single(reports);
        Assert.Equal(2, report.AdditionalLocations.Count);
        Assert.Equal(
            "The task started by 'Task.Run' is never awaited and goes on with 'reader.WaitToReadAsync' when 'ExportAsync' has exited: only 'token' ends it, "
            + "which its caller may never cancel; link a CancellationTokenSource to 'token' that is cancelled when 'ExportAsync' exits",
            report.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public Task A_Report_Is_Suppressed_By_A_Pragma_And_Absent_In_Generated_Code() =>
        Verify.Reported(Class($"void M(CancellationToken token) {{ {Start} Thread.Sleep(1000); }}"), Setup.Default with { ChecksSuppression = true });

    [Fact]
    public Task A_Decoy_Of_The_Users_Own_Is_Not_Reported() => Verify.Silent(Code.Class("""
        public async Task Scope(ChannelReader<int> reader, Other.CancellationToken token)
        {
            _ = Other.Task.Run(async () => await reader.ReadAsync());
            _ = new Other.Reader().ReadAsync(token);
            await Task.Delay(1000);
        }

        public static class Other
        {
            public class CancellationToken { }
            public static class Task { public static int Run(Func<System.Threading.Tasks.Task> work) => 1; }
            public class Reader { public async Task<int> ReadAsync(CancellationToken token) { await System.Threading.Tasks.Task.Yield(); return 1; } }
        }
        """.Replace("Task<int> ReadAsync(CancellationToken", "System.Threading.Tasks.Task<int> ReadAsync(CancellationToken", StringComparison.Ordinal)
        .Replace("public async Task Scope", "public async System.Threading.Tasks.Task Scope", StringComparison.Ordinal)));

    [Theory]
    [InlineData("_ = PumpAsync(reader, token); await")]
    [InlineData("_ = PumpAsync(reader, token); while (")]
    [InlineData("_ = PumpAsync(reader, token); goto nowhere; await Task.Yield();")]
    [InlineData("_ = PumpAsync(reader, token) await Task.Yield();")]
    [InlineData("_ = PumpAsync(reader, token, ); await Task.Yield();")]
    [InlineData("try { _ = PumpAsync(reader, token); await Task.Yield();")]
    [InlineData("_ = PumpAsync(reader, token); } await Task.Yield(); {")]
    [InlineData("_ = PumpAsync(reader, token = ); await Task.Yield();")]
    [InlineData("_ = Task.Run(async () => await reader.ReadAsync(token); await Task.Yield();")]
    public Task A_Scope_That_Is_Being_Typed_Is_Survived(string statements) => Verify.Survives(Code.Body(statements));

    private static string Class(string member) => $$"""
        #pragma warning disable CS1998, CS4014
        class Subject
        {
            {{member}}
        }
        """;
}
