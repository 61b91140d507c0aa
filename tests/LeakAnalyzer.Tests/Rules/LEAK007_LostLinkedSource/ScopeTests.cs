using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Tests.Rules.LEAK007_LostLinkedSource;

/// <summary>Tests each kind of function, older language versions and frameworks, sources that LEAK003 reports, and the report.</summary>
public class ScopeTests
{
    private const string Link = "CancellationTokenSource.CreateLinkedTokenSource(Given.Token)";
    private const string Given = "\nstatic class Given { public static CancellationToken Token; }";
    private const string Leak = "var {|LEAK007:linked|} = " + Link + "; _ = linked.Token; _ = {|LEAK007:" + Link + "|}.Token;";
    private const string Disposed = "using var linked = " + Link + "; _ = linked.Token;";

    private const string Old = """
        public class Subject
        {
            public async Task Scope(CancellationToken token, CancellationToken other)
            {
                CancellationTokenSource {|LEAK007:linked|} = CancellationTokenSource.CreateLinkedTokenSource(token, other);
                await Task.Delay(10, linked.Token).ConfigureAwait(false);
                linked.Dispose();
                await Task.Delay(10, {|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(token, other)|}.Token).ConfigureAwait(false);
            }

            public async Task Ended(CancellationToken token, CancellationToken other)
            {
                using (var linked = CancellationTokenSource.CreateLinkedTokenSource(token, other))
                {
                    await Task.Delay(10, linked.Token).ConfigureAwait(false);
                }
            }
        }
        """;

    [Theory]
    [MemberData(nameof(ScopeKinds.Blocks), MemberType = typeof(ScopeKinds))]
    public async Task A_Source_In_Any_Body(string member)
    {
        await Verify.Reported(ScopeKinds.SubjectOf(member, Leak) + Given, Setup.Handles);
        await Verify.Silent(ScopeKinds.SubjectOf(member, Disposed) + Given, Setup.Handles);
    }

    [Theory]
    [InlineData("private readonly CancellationToken _stop = {|LEAK007:" + Link + "|}.Token;")]
    [InlineData("private CancellationToken Stop { get; } = {|LEAK007:" + Link + "|}.Token;")]
    [InlineData("private CancellationToken Stop => {|LEAK007:" + Link + "|}.Token;")]
    [InlineData("private static readonly Func<CancellationToken> s_stop = () => {|LEAK007:" + Link + "|}.Token;")]
    public Task A_Source_In_An_Initializer_Or_Expression_Is_Reported(string member) => Verify.Reported(Code.Class(member) + Given, Setup.Handles);

    [Theory]
    [InlineData("private readonly CancellationTokenSource _linked = " + Link + ";")]
    [InlineData("private CancellationTokenSource Linked { get; } = " + Link + ";")]
    [InlineData("private CancellationTokenSource Linked => " + Link + ";")]
    public Task A_Source_That_A_Member_Holds_Is_Not_Reported(string member) => Verify.Silent(Code.Class(member) + Given, Setup.Handles);

    [Theory]
    [InlineData("LINK")]
    [InlineData("await Task.Yield(); LINK")]
    [InlineData("Start(); void Start() { LINK }")]
    public async Task A_Source_In_A_Top_Level_Program(string program)
    {
        Setup setup = Setup.Handles with { Output = OutputKind.ConsoleApplication };
        await Verify.Reported(program.Replace("LINK", Leak, StringComparison.Ordinal) + Given, setup);
        await Verify.Silent(program.Replace("LINK", Disposed, StringComparison.Ordinal) + Given, setup);
    }

    [Theory]
    [InlineData(LanguageVersion.CSharp7_3)]
    [InlineData(LanguageVersion.CSharp12)]
    [OnOldestRoslyn]
    public async Task Older_Languages_And_Frameworks(LanguageVersion version)
    {
        await Verify.Reported(Old, Setup.Handles with { Language = version });
        await Verify.Reported(Old, Setup.Handles with { Language = version, References = TestReferences.NetStandard20 });
        await Verify.Reported(Old, Setup.Handles with { Language = version, Nullable = NullableContextOptions.Disable });
    }

    [Fact]
    public async Task Where_LEAK003_Reports_On_The_Same_Source_It_Alone_Does()
    {
        string code = Code.Body("""
            var cts = CancellationTokenSource.CreateLinkedTokenSource(token);
            _ = PumpAsync(reader, cts.Token);
            await Task.Delay(1, token);
            """);

        Assert.Equal("LEAK003", Assert.Single(await Verify.Reports(code)).Id);
        Assert.Equal("LEAK007", Assert.Single(await Verify.Reports(code, Setup.Default with { EditorConfig = "dotnet_diagnostic.LEAK003.severity = none\ndotnet_diagnostic.LEAK002.severity = none\n" })).Id);
    }

    [Fact]
    public async Task LEAK003_On_Another_Source_Silences_Nothing()
    {
        ImmutableArray<Diagnostic> reports = await Verify.Reports(Code.Body("""
            using var cts = CancellationTokenSource.CreateLinkedTokenSource(token);
            var linked = CancellationTokenSource.CreateLinkedTokenSource(token);
            _ = PumpAsync(reader, cts.Token);
            await Task.Delay(1, linked.Token);
            """));

        Assert.Equal(["LEAK003", "LEAK007"], reports.Select(report => report.Id).Order());
    }

    [Theory]
    [InlineData("var linked = CancellationTokenSource.CreateLinkedTokenSource(token); Work(linked.Token);", "linked",
        "No path out of 'Scope' disposes 'linked', so it stays registered with the token that it is linked to; dispose it when its token is no longer needed")]
    [InlineData("var linked = CancellationTokenSource.CreateLinkedTokenSource(token); Work(linked.Token); linked.Dispose();", "linked",
        "Not every path out of 'Scope' disposes 'linked', so it stays registered with the token that it is linked to; dispose it when its token is no longer needed")]
    [InlineData("Work(CancellationTokenSource.CreateLinkedTokenSource(token).Token);", "CancellationTokenSource.CreateLinkedTokenSource(token)",
        "The linked source is dropped where it is made, so it stays registered with the token that it is linked to; dispose it when its token is no longer needed")]
    public async Task The_Report_Stands_At_The_Variable_Or_The_Call(string code, string place, string message)
    {
        string marked = code.Replace(place == "linked" ? "var linked" : place, place == "linked" ? "var {|LEAK007:linked|}" : "{|LEAK007:" + place + "|}", StringComparison.Ordinal);

        Diagnostic report = Assert.Single(await Verify.Reported(Code.Body(marked), Setup.Handles));

        Assert.Equal(message, report.GetMessage(CultureInfo.InvariantCulture));
        Assert.Equal(DiagnosticSeverity.Warning, report.Severity);
    }

    [Fact]
    public Task A_Report_Is_Suppressed_By_A_Pragma_And_Absent_In_Generated_Code() =>
        Verify.Reported(Code.Body(Leak) + Given, Setup.Handles with { ChecksSuppression = true });

    [Theory]
    [InlineData("var linked = CancellationTokenSource.CreateLinkedTokenSource(; Work(linked.Token);")]
    [InlineData("var linked = CancellationTokenSource.CreateLinkedTokenSource(); Work(linked.Token);")]
    [InlineData("var linked = CancellationTokenSource.CreateLinkedTokenSource(linked.Token);")]
    [InlineData("var linked = CancellationTokenSource.CreateLinkedTokenSource(token); var linked = CancellationTokenSource.CreateLinkedTokenSource(token);")]
    [InlineData("CancellationTokenSource linked = CancellationTokenSource.CreateLinkedTokenSource(token).;")]
    [InlineData("using var linked = CancellationTokenSource.CreateLinkedTokenSource(token")]
    [InlineData("CancellationTokenSource.CreateLinkedTokenSource(token).Token = ;")]
    [InlineData("linked = CancellationTokenSource.CreateLinkedTokenSource(token); linked.Dispose(")]
    [InlineData("CancellationTokenSource.CreateLinkedTokenSource.Token;")]
    [InlineData("if (CancellationTokenSource.CreateLinkedTokenSource(token) { }")]
    public Task A_Source_That_Is_Being_Typed_Is_Survived(string statements) => Verify.Survives(Code.Body(statements), Setup.Handles with { Rules = RuleTest.AllRules });
}
