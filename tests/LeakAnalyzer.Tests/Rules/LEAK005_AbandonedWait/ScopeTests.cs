using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Tests.Rules.LEAK005_AbandonedWait;

/// <summary>Tests each kind of function, older language versions and frameworks, incomplete code, and the report.</summary>
public class ScopeTests
{
    private const string Leak = "_ = Task.WhenAny({|LEAK005:Task.Delay(-1)|}, Task.CompletedTask);";
    private const string Ended = "var cts = new CancellationTokenSource(); _ = Task.WhenAny(Task.Delay(-1, cts.Token), Task.CompletedTask); cts.Cancel();";

    private const string Old = """
        public class Subject
        {
            public async Task<int> Scope(ChannelReader<int> reader, CancellationToken token)
            {
                Task<int> read = {|LEAK005:reader.ReadAsync(token)|}.AsTask();
                Task first = await Task.WhenAny(read, Task.Delay(1000, token)).ConfigureAwait(false);
                return first == read ? read.Result : 0;
            }

            public async Task<int> Ended(ChannelReader<int> reader, CancellationToken token)
            {
                using (var cts = CancellationTokenSource.CreateLinkedTokenSource(token))
                {
                    try
                    {
                        Task<int> read = reader.ReadAsync(cts.Token).AsTask();
                        Task first = await Task.WhenAny(read, Task.Delay(1000, cts.Token)).ConfigureAwait(false);
                        return first == read ? read.Result : 0;
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
    public async Task A_Race_In_Any_Body(string member)
    {
        await Verify.Reported(ScopeKinds.SubjectOf(member, Leak), Setup.Races);
        await Verify.Silent(ScopeKinds.SubjectOf(member, Ended), Setup.Races);
    }

    [Theory]
    [InlineData("private readonly Task _race = Task.WhenAny({|LEAK005:Task.Delay(-1)|}, Task.CompletedTask);")]
    [InlineData("private Task Race { get; } = Task.WhenAny({|LEAK005:Task.Delay(-1)|}, Task.CompletedTask);")]
    [InlineData("private Task Race => Task.WhenAny({|LEAK005:Task.Delay(-1)|}, Task.CompletedTask);")]
    [InlineData("private readonly Func<Task> _race = () => Task.WhenAny({|LEAK005:Task.Delay(-1)|}, Task.CompletedTask);")]
    public Task A_Race_In_An_Initializer_Or_Expression(string member) => Verify.Reported(Code.Class(member), Setup.Races);

    [Theory]
    [InlineData("RACE")]
    [InlineData("await Task.Yield(); RACE")]
    [InlineData("Start(); void Start() { RACE }")]
    public async Task A_Race_In_A_Top_Level_Program(string program)
    {
        Setup setup = Setup.Races with { Output = OutputKind.ConsoleApplication };
        await Verify.Reported(program.Replace("RACE", Leak, StringComparison.Ordinal), setup);
        await Verify.Silent(program.Replace("RACE", Ended, StringComparison.Ordinal), setup);
    }

    [Theory]
    [InlineData(LanguageVersion.CSharp7_3)]
    [InlineData(LanguageVersion.CSharp8)]
    [InlineData(LanguageVersion.CSharp12)]
    [OnOldestRoslyn]
    public async Task Older_Languages_And_Frameworks(LanguageVersion version)
    {
        await Verify.Reported(Old, Setup.Races with { Language = version });
        await Verify.Reported(Old, Setup.Races with { Language = version, References = TestReferences.NetStandard20 });
        await Verify.Reported(Old, Setup.Races with { Language = version, Nullable = NullableContextOptions.Disable });
    }

    [Theory]
    [InlineData("await Task.WhenAny({|LEAK005:reader.ReadAsync()|}.AsTask(), other);",
        "'reader.ReadAsync' may lose the race in 'Task.WhenAny' and stay pending, and nothing joins or cancels it: "
        + "a pending read takes the next item, which is lost; give it a token that is cancelled after the race")]
    [InlineData("await {|LEAK005:gate.WaitAsync()|}.WaitAsync(token);",
        "'gate.WaitAsync' may lose the race in 'WaitAsync' and stay pending, and nothing joins or cancels it: "
        + "a pending acquire takes the next permit, which nobody gives back; give it a token that is cancelled after the race")]
    [InlineData("Task.WaitAny({|LEAK005:writer.WriteAsync(1)|}.AsTask(), other);",
        "'writer.WriteAsync' may lose the race in 'Task.WaitAny' and stay pending, and nothing joins or cancels it: "
        + "a pending write puts its item into the channel later; give it a token that is cancelled after the race")]
    [InlineData("await Task.WhenAny({|LEAK005:writer.WaitToWriteAsync()|}.AsTask(), other);",
        "'writer.WaitToWriteAsync' may lose the race in 'Task.WhenAny' and stay pending, and nothing joins or cancels it; give it a token that is cancelled after the race")]
    [InlineData("var wait = {|LEAK005:Task.Delay(-1, token)|}; await Task.WhenAny(wait, other);",
        "'Task.Delay' may lose the race in 'Task.WhenAny' and stay pending, and nothing joins or cancels it; "
        + "give it a token that is linked to 'token' and cancelled after the race")]
    [InlineData("while (other.IsCompleted) { var wait = {|LEAK005:Task.Delay(-1, token)|}; await Task.WhenAny(wait, other); if (token.CanBeCanceled) { await wait; } }",
        "'Task.Delay' may lose the race in 'Task.WhenAny' and stay pending, and not every path joins or cancels it: "
        + "each iteration leaves one more; give it a token that is linked to 'token' and cancelled after the race")]
    public async Task The_Report_Says_What_Is_Lost(string code, string message)
    {
        ImmutableArray<Diagnostic> reports = await Verify.Reported(Code.Class($$"""
            public async Task Scope(ChannelReader<int> reader, ChannelWriter<int> writer, SemaphoreSlim gate, Task other, CancellationToken token)
            {
                {{code}}
            }
            """), Setup.Races);

        Diagnostic report = Assert.Single(reports);
        Assert.Equal(message, report.GetMessage(CultureInfo.InvariantCulture));
        Assert.Equal(DiagnosticSeverity.Warning, report.Severity);
    }

    [Fact]
    public Task A_Report_Is_Suppressed_By_A_Pragma_And_Absent_In_Generated_Code() =>
        Verify.Reported(RaceCode.Body(Leak), Setup.Races with { ChecksSuppression = true });

    [Fact]
    public Task A_Rule_That_Is_Off_Leaves_The_Other() => Verify.Silent(
        RaceCode.Body("await Task.WhenAny(reader.ReadAsync().AsTask(), Task.Delay(1000));"),
        Setup.Races with { EditorConfig = "dotnet_diagnostic.LEAK005.severity = none\ndotnet_diagnostic.LEAK009.severity = none\n" });

    [Theory]
    [InlineData("await Task.WhenAny(")]
    [InlineData("await Task.WhenAny();")]
    [InlineData("await Task.WhenAny(reader.ReadAsync(, other);")]
    [InlineData("await Task.WhenAny(reader.ReadAsync().AsTask, other);")]
    [InlineData("await Task.WhenAny(Task.Delay(), other);")]
    [InlineData("await Task.WhenAny(Task.Delay(, other);")]
    [InlineData("await Task.WhenAny(new[] { }, other);")]
    [InlineData("await Task.WhenAny([, other]);")]
    [InlineData("await Task.WhenAny([..reader.ReadAsync(), other]);")]
    [InlineData("await Task.WhenAny(new List<Task> { { reader.ReadAsync(), other } });")]
    [InlineData("var read = reader.ReadAsync().AsTask(; await Task.WhenAny(read, other);")]
    [InlineData("var read = read; await Task.WhenAny(read, other);")]
    [InlineData("var read = reader.ReadAsync().AsTask(); var read = reader.ReadAsync().AsTask(); await Task.WhenAny(read, other);")]
    [InlineData("Task[] tasks = { tasks }; await Task.WhenAny(tasks);")]
    [InlineData("Task[] tasks = { reader.ReadAsync().AsTask(), }; await Task.WhenAny(tasks")]
    [InlineData("read ??= reader.ReadAsync().AsTask(); await Task.WhenAny(read, other);")]
    [InlineData("var (read, x) = reader.ReadAsync().AsTask(); await Task.WhenAny(read, other);")]
    [InlineData("await reader.ReadAsync().AsTask().WaitAsync(;")]
    [InlineData("await reader.ReadAsync().AsTask().WaitAsync(TimeSpan.);")]
    [InlineData("await reader.ReadAsync().AsTask().WaitAsync();")]
    [InlineData("try { await reader.ReadAsync().AsTask().WaitAsync(token) } catch (Missing) { }")]
    [InlineData("await WhenAny(reader.ReadAsync().AsTask(), other);")]
    [InlineData("if (await Task.WhenAny(reader.ReadAsync().AsTask(), other) == { } else { }")]
    public Task A_Race_That_Is_Being_Typed_Is_Survived(string statements) => Verify.Survives(RaceCode.Body(statements), Setup.Races with { Rules = RuleTest.AllRules });
}
