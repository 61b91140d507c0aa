using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Tests.Rules.LEAK008_LeftRegistration;

/// <summary>Tests registrations on a token that lives longer than the method.</summary>
[OnOldestRoslyn]
public class RegistrationTests
{
    private const string Leak = "{|LEAK008:token.Register(Work)|};";
    private const string Disposed = "using var registration = token.Register(Work);";

    private const string Old = """
        public class Subject
        {
            public async Task Scope(CancellationToken token)
            {
                {|LEAK008:token.Register(() => Work())|};
                CancellationTokenRegistration registration = {|LEAK008:token.Register(Work)|};
                await Task.Delay(10, token).ConfigureAwait(false);
                registration.Dispose();
            }

            public async Task Ended(CancellationToken token)
            {
                using (token.Register(Work))
                {
                    await Task.Delay(10, token).ConfigureAwait(false);
                }
            }

            private static void Work() => s_work();

            private static Action s_work = () => { };
        }
        """;

    [Theory]
    [InlineData("{|LEAK008:token.Register(() => Work())|};")]
    [InlineData("{|LEAK008:token.Register(static state => Work(state), 1)|};")]
    [InlineData("{|LEAK008:token.Register(static (state, stop) => Work(state), 1)|};")]
    [InlineData("{|LEAK008:token.Register(() => Work(), useSynchronizationContext: true)|};")]
    [InlineData("{|LEAK008:token.UnsafeRegister(static state => Work(state), 1)|};")]
    [InlineData("_ = {|LEAK008:token.Register(() => Work())|};")]
    [InlineData("Work({|LEAK008:token.Register(() => Work())|}.Token);")]
    [InlineData("while (flag) { {|LEAK008:token.Register(() => Work())|}; }")]
    [InlineData("Action register = () => { {|LEAK008:token.Register(() => Work())|}; }; register();")]
    [InlineData("Local(); void Local() => {|LEAK008:token.Register(() => Work())|};")]
    [InlineData("var stop = token; {|LEAK008:stop.Register(() => Work())|};")]
    [InlineData("{|LEAK008:source.Token.Register(() => Work())|};")]
    [InlineData("{|LEAK008:_owner.Token.Register(() => Work())|};")]
    [InlineData("if (flag) { using var own = new CancellationTokenSource(); token = own.Token; } {|LEAK008:token.Register(() => Work())|};")]
    [InlineData("{|LEAK008:_given.Register(() => Work())|};")]
    [InlineData("{|LEAK008:Given.Register(() => Work())|};")]
    public Task A_Registration_That_Is_Dropped_Is_Reported(string code) => Verify.Reported(Body(code), Setup.Handles);

    [Theory]
    [InlineData("var registration = {|LEAK008:token.Register(() => Work())|};")]
    [InlineData("CancellationTokenRegistration registration; registration = {|LEAK008:token.Register(() => Work())|}; Work(); registration.Dispose();")]
    [InlineData("var registration = {|LEAK008:token.Register(() => Work())|}; if (flag) { registration.Dispose(); }")]
    [InlineData("var registration = {|LEAK008:token.Register(() => Work())|}; if (flag) { return; } registration.Unregister();")]
    [InlineData("var registration = {|LEAK008:token.Register(() => Work())|}; await Task.Delay(1); await registration.DisposeAsync();")]
    [InlineData("var registration = {|LEAK008:token.Register(() => Work())|}; Work(registration.Token);")]
    [InlineData("while (true) { var registration = {|LEAK008:token.Register(() => Work())|}; try { Work(); } catch (Exception) { } }")]
    [InlineData("var registration = {|LEAK008:token.Register(() => Work())|}; registration = {|LEAK008:token.Register(() => Work())|};")]
    public Task A_Registration_That_Some_Path_Leaves_Is_Reported(string code) => Verify.Reported(Body(code), Setup.Handles);

    [Theory]
    [InlineData("using var registration = token.Register(() => Work());")]
    [InlineData("using CancellationTokenRegistration registration = token.UnsafeRegister(_ => Work(), null);")]
    [InlineData("using (token.Register(() => Work())) { Work(); }")]
    [InlineData("using (var registration = token.Register(() => Work())) { Work(registration.Token); }")]
    [InlineData("await using var registration = token.Register(() => Work());")]
    [InlineData("await using (token.Register(() => Work())) { Work(); }")]
    [InlineData("await using (token.Register(() => Work()).ConfigureAwait(false)) { Work(); }")]
    [InlineData("await using var registration = token.Register(() => Work()).ConfigureAwait(false);")]
    [InlineData("token.Register(() => Work()).Dispose();")]
    [InlineData("var registration = token.Register(() => Work()); registration.Dispose();")]
    [InlineData("var registration = token.Register(() => Work()); try { Work(); } finally { registration.Dispose(); }")]
    [InlineData("var registration = token.Register(() => Work()); try { Work(); } finally { registration.Unregister(); }")]
    [InlineData("var registration = token.Register(() => Work()); try { Work(); } finally { await registration.DisposeAsync(); }")]
    [InlineData("var registration = token.Register(() => Work()); using (registration) { Work(); }")]
    [InlineData("var registration = token.Register(() => Work()); using var held = registration; Work();")]
    public Task A_Registration_That_Is_Disposed_Is_Not_Reported(string code) => Verify.Silent(Body(code), Setup.Handles);

    [Theory]
    [InlineData("_registration = token.Register(() => Work());")]
    [InlineData("Registration = token.Register(() => Work());")]
    [InlineData("_all.Add(token.Register(() => Work()));")]
    [InlineData("Work(token.Register(() => Work()));")]
    [InlineData("var registration = token.Register(() => Work()); _registration = registration;")]
    [InlineData("var registration = token.Register(() => Work()); _all.Add(registration);")]
    [InlineData("var registration = token.Register(() => Work()); _ = other.ContinueWith(_ => registration.Dispose());")]
    [InlineData("var registration = token.Register(() => Work()); Action stop = () => registration.Dispose(); stop();")]
    [InlineData("Func<CancellationTokenRegistration> register = () => token.Register(() => Work()); using var made = register();")]
    [InlineData("using var made = Local(); CancellationTokenRegistration Local() { var registration = token.Register(() => Work()); return registration; }")]
    public Task A_Registration_That_Goes_Elsewhere_Is_Not_Reported(string code) => Verify.Silent(Body(code), Setup.Handles);

    [Theory]
    [InlineData("using var own = new CancellationTokenSource(); own.Token.Register(() => Work());")]
    [InlineData("using var own = new CancellationTokenSource(1000); own.Token.Register(() => Work());")]
    [InlineData("using var own = new CancellationTokenSource(); var stop = own.Token; stop.Register(() => Work());")]
    [InlineData("using var linked = CancellationTokenSource.CreateLinkedTokenSource(token); linked.Token.Register(() => Work());")]
    [InlineData("using var linked = CancellationTokenSource.CreateLinkedTokenSource(token, _owner.Token); linked.Token.Register(() => Work());")]
    [InlineData("using var own = new CancellationTokenSource(); Local(); void Local() => own.Token.Register(() => Work());")]
    [InlineData("using var linked = CancellationTokenSource.CreateLinkedTokenSource(token); token = linked.Token; token.Register(() => Work());")]
    [InlineData("CancellationToken.None.Register(() => Work());")]
    [InlineData("default(CancellationToken).Register(() => Work());")]
    [InlineData("holder.Stopping.Register(() => Work());")]
    [InlineData("Holder.Shared.Register(() => Work());")]
    [InlineData("Holder.Current().Register(() => Work());")]
    [InlineData("var mine = new Mine.CancellationToken(); mine.Register(() => Work());")]
    [InlineData("Registry.Register(() => Work());")]
    public Task A_Token_That_Does_Not_Certainly_Outlive_The_Scope_Is_Not_Reported(string code) => Verify.Silent(Body(code), Setup.Handles);

    [Theory]
    [InlineData("public Subject(CancellationToken token) { {|LEAK008:token.Register(Close)|}; }", true)]
    [InlineData("public Subject(CancellationToken token) => {|LEAK008:token.Register(Close)|};", true)]
    [InlineData("public Subject(CancellationToken token) => _registration = token.Register(Close);", false)]
    [InlineData("private readonly CancellationTokenSource _own = new(); public Subject() => _own.Token.Register(Close);", false)]
    [InlineData("private readonly CancellationTokenSource _own = new(); public void Start() => {|LEAK008:_own.Token.Register(Close)|};", true)]
    public async Task In_A_Constructor(string members, bool isReported)
    {
        string code = Code.Class(members + " private CancellationTokenRegistration _registration; private void Close() => _registration.Dispose();");
        await (isReported ? Verify.Reported(code, Setup.Handles) : Verify.Silent(code, Setup.Handles));
    }

    [Theory]
    [InlineData("sealed class Worker(Microsoft.Extensions.Hosting.IHostApplicationLifetime lifetime) { public void Start() => lifetime.ApplicationStopping.Register(() => { }); }")]
    [InlineData("sealed class Worker { public Worker(Microsoft.Extensions.Hosting.IHostApplicationLifetime lifetime) { lifetime.ApplicationStarted.Register(() => { }); lifetime.ApplicationStopped.Register(() => { }); } }")]
    [InlineData("sealed class Worker : Microsoft.Extensions.Hosting.BackgroundService { protected override Task ExecuteAsync(CancellationToken stoppingToken) { stoppingToken.Register(() => { }); return Task.CompletedTask; } }")]
    [InlineData("sealed class Worker { private static readonly CancellationToken s_stopping; public void Start() => s_stopping.Register(() => { }); }")]
    public Task The_Applications_Token_Is_Not_Reported(string code) => Verify.Silent(
        code, Setup.Handles with { References = TestReferences.Hosting, EditorConfig = "leak_analyzer.lifetime_tokens = Worker.s_stopping\n" });

    [Theory]
    [MemberData(nameof(ScopeKinds.Blocks), MemberType = typeof(ScopeKinds))]
    public async Task A_Registration_In_Any_Body(string member)
    {
        // The member gets a local function with a token parameter, which contains the registration.
        await Verify.Reported(ScopeKinds.SubjectOf(member, "void Local(CancellationToken token) { {|LEAK008:token.Register(Work)|}; } Local(default);"), Setup.Handles);
        await Verify.Silent(ScopeKinds.SubjectOf(member, "void Local(CancellationToken token) { using (token.Register(Work)) { } } Local(default);"), Setup.Handles);
    }

    [Fact]
    public async Task A_Registration_In_A_Top_Level_Program()
    {
        const string Program = "Start(default); void Start(CancellationToken token) { REGISTER } static void Work() { }";
        Setup setup = Setup.Handles with { Output = OutputKind.ConsoleApplication };
        await Verify.Reported(Program.Replace("REGISTER", Leak, StringComparison.Ordinal), setup);
        await Verify.Silent(Program.Replace("REGISTER", Disposed, StringComparison.Ordinal), setup);
    }

    [Theory]
    [InlineData(LanguageVersion.CSharp7_3)]
    [InlineData(LanguageVersion.CSharp12)]
    public async Task Older_Languages_And_Frameworks(LanguageVersion version)
    {
        await Verify.Reported(Old, Setup.Handles with { Language = version });
        await Verify.Reported(Old, Setup.Handles with { Language = version, References = TestReferences.NetStandard20 });
        await Verify.Reported(Old, Setup.Handles with { Language = version, Nullable = NullableContextOptions.Disable });
    }

    [Theory]
    [InlineData("{|LEAK008:token.Register(() => Work())|};",
        "The registration that 'token.Register' returns is dropped: the callback stays with the token, one more by each call; dispose the registration")]
    [InlineData("var registration = {|LEAK008:token.UnsafeRegister(_ => Work(), null)|};",
        "The registration that 'token.UnsafeRegister' returns is disposed on no path out of 'Scope': the callback stays with the token, one more by each call; dispose the registration")]
    [InlineData("var registration = {|LEAK008:token.Register(() => Work())|}; if (flag) { registration.Dispose(); }",
        "The registration that 'token.Register' returns is not disposed on every path out of 'Scope': the callback stays with the token, one more by each call; dispose the registration")]
    [InlineData("IDisposable? registration = null; registration = {|LEAK008:token.Register(() => registration?.Dispose())|};",
        "The registration that 'token.Register' returns is disposed by its own callback only: the callback stays with the token, one more by each call; dispose the registration")]
    [InlineData("while (flag) { {|LEAK008:token.Register(() => Work())|}; }",
        "The registration that 'token.Register' returns is dropped: the callback stays with the token, one more in each iteration; dispose the registration")]
    public async Task The_Report_Is_A_Suggestion_At_The_Call(string code, string message)
    {
        ImmutableArray<Diagnostic> reports = await Verify.Reported(Body(code), Setup.Handles);

        Diagnostic report = Assert.Single(reports);
        Assert.Equal(DiagnosticSeverity.Info, report.Severity);
        Assert.Equal(message, report.GetMessage(CultureInfo.InvariantCulture));
    }

    [Fact]
    public Task A_Report_Is_Suppressed_By_A_Pragma_And_Absent_In_Generated_Code() =>
        Verify.Reported(Body(Leak.Replace("Work", "() => Work()", StringComparison.Ordinal)), Setup.Handles with { ChecksSuppression = true });

    [Theory]
    [InlineData("token.Register(")]
    [InlineData("token.Register();")]
    [InlineData("token.Register(() => );")]
    [InlineData("token.Register;")]
    [InlineData("var registration = token.Register(() => Work(); registration.Dispose();")]
    [InlineData("var registration = registration.Token.Register(() => Work());")]
    [InlineData("using var registration = token.Register(() => Work()")]
    [InlineData("missing.Register(() => Work());")]
    [InlineData("token.Token.Register(() => Work()).;")]
    [InlineData("(var a, var b) = token.Register(() => Work());")]
    public Task A_Registration_That_Is_Being_Typed_Is_Survived(string statements) => Verify.Survives(Body(statements), Setup.Handles with { Rules = RuleTest.AllRules });

    private static string Body(string code) => Code.Class($$"""
        #pragma warning disable CS1998
            private readonly CancellationTokenSource _owner = new();
            private readonly CancellationToken _given;
            private readonly List<CancellationTokenRegistration> _all = new();
            private CancellationTokenRegistration _registration;

            private CancellationToken Given { get; }

            public Subject(CancellationToken given) { _given = given; Given = given; }

            private CancellationTokenRegistration Registration { get; set; }

            public async Task Scope(CancellationToken token, CancellationTokenSource source, Holder holder, Task other, bool flag)
            {
                {{code}}
            }

            public void Close() => _registration.Dispose();
        """) + """

        public class Holder
        {
            public CancellationToken Stopping { get; set; }
            public static CancellationToken Shared { get; set; }
            public static CancellationToken Current() => Shared;
        }

        static class Registry { public static int Register(Action action) => 1; }

        static class Mine { public struct CancellationToken { public int Register(Action action) => 1; } }
        """;
}
