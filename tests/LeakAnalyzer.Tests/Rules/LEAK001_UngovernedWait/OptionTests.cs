using System.Collections.Immutable;
using LeakAnalyzer.Rules;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Tests.Rules.LEAK001_UngovernedWait;

/// <summary>Tests the options in <c>.editorconfig</c>, and the reports on values that can't be used.</summary>
public class OptionTests
{
    private const string Bus = """

        namespace Acme.Messaging
        {
            public class Bus
            {
                public Task<int> ReceiveAsync(CancellationToken token = default) => Task.FromResult(1);
                public Task<int> ReceiveAsync(string topic) => Task.FromResult(1);
                public Task<T> TakeAsync<T>() => Task.FromResult<T>(default!);
                public int Take() => 1;
                public Task Closed => Task.CompletedTask;
                public class Nested { public Task WaitAsync() => Task.CompletedTask; }
            }

            public static class Background
            {
                public static void Start(Task task) { }
                public static Task Started(Task task) => task;
            }
        }
        """;

    [Theory]
    [InlineData("Acme.Messaging.Bus.ReceiveAsync", "await bus.ReceiveAsync()")]
    [InlineData("Acme.Messaging.Bus.ReceiveAsync", "await bus.ReceiveAsync(\"topic\")")]
    [InlineData("M:Acme.Messaging.Bus.ReceiveAsync(System.String)", "await bus.ReceiveAsync(\"topic\")")]
    [InlineData("M:Acme.Messaging.Bus.ReceiveAsync(System.Threading.CancellationToken)", "await bus.ReceiveAsync()")]
    [InlineData("M:Acme.Messaging.Bus.TakeAsync``1", "await bus.TakeAsync<int>()")]
    [InlineData("Acme.Messaging.Bus.TakeAsync", "await bus.TakeAsync<int>()")]
    [InlineData("Acme.Messaging.Bus.Take", "bus.Take()")]
    [InlineData("P:Acme.Messaging.Bus.Closed", "await bus.Closed")]
    [InlineData("Acme.Messaging.Bus.Closed", "await bus.Closed")]
    [InlineData("Acme.Messaging.Bus.Nested.WaitAsync", "await nested.WaitAsync()")]
    [InlineData("System.Threading.Barrier.SignalAndWait", "signal.SignalAndWait()")]
    [InlineData("M:System.Diagnostics.Process.WaitForExitAsync(System.Threading.CancellationToken)", "await process.WaitForExitAsync()")]
    [InlineData(" Acme.Messaging.Bus.Take | Acme.Messaging.Bus.ReceiveAsync ", "await bus.ReceiveAsync()")]
    [InlineData("Acme.Messaging.Bus.Take|P:Acme.Messaging.Bus.Closed|", "await bus.Closed")]
    public async Task An_Open_Ended_Wait_Of_The_User_Is_Known(string value, string wait)
    {
        await Verify.Silent(Scope(wait, isReported: false));
        await Verify.Reported(Scope(wait, isReported: true), Waits(value));
    }

    [Theory]
    [InlineData("M:Acme.Messaging.Bus.ReceiveAsync(System.String)", "await bus.ReceiveAsync()")]
    [InlineData("Acme.Messaging.Bus.Take", "await bus.TakeAsync<int>()")]
    [InlineData("Acme.Messaging.Bus.ReceiveAsync", "_ = bus.ReceiveAsync()")]
    [InlineData("Acme.Messaging.Bus.ReceiveAsync", "await bus.ReceiveAsync(token)")]
    [InlineData("Acme.Messaging.Bus.ReceiveAsync", "await bus.ReceiveAsync().WaitAsync(TimeSpan.FromSeconds(1))")]
    public Task Another_Member_Or_A_Governed_Wait_Is_Not_Reported(string value, string wait) =>
        Verify.Silent(Scope(wait, isReported: false), Waits(value));

    [Fact]
    public Task The_Built_In_Waits_Stay_Known() => Verify.Reported(
        Code.Body("_ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync());") + Bus, Waits("Acme.Messaging.Bus.Take"));

    [Theory]
    [InlineData("Acme.Messaging.Background.Start")]
    [InlineData("M:Acme.Messaging.Background.Start(System.Threading.Tasks.Task)")]
    public async Task A_Fire_And_Forget_Method_Of_The_User_Is_Known(string value)
    {
        await Verify.Silent(Code.Body("Acme.Messaging.Background.Start(PumpAsync(reader));") + Bus);
        Setup setup = With("fire_and_forget_methods", value);
        await Verify.Reported(Code.Body("Acme.Messaging.Background.Start({|LEAK001:PumpAsync|}(reader));") + Bus, setup);
        await Verify.Reported(Code.Body("_ = Acme.Messaging.Background.Started({|LEAK001:PumpAsync|}(reader));") + Bus, setup);
        await Verify.Silent(Code.Body("Acme.Messaging.Background.Start(PumpAsync(reader, token));") + Bus, setup);
    }

    [Theory]
    [InlineData("leak_analyzer.open_ended_waits = Acme.No.Such", "open_ended_waits", DiagnosticSeverity.Info)]
    [InlineData("leak_analyzer.open_ended_waits = M:Acme.Messaging.Bus.ReceiveAsync(System.Int32)", "open_ended_waits", DiagnosticSeverity.Info)]
    [InlineData("leak_analyzer.open_ended_waits = M:(((", "open_ended_waits", DiagnosticSeverity.Warning)]
    [InlineData("leak_analyzer.open_ended_waits = 17", "open_ended_waits", DiagnosticSeverity.Warning)]
    [InlineData("leak_analyzer.open_ended_waits = Acme.Messaging.Bus.ReceiveAsync|Acme.No.Such", "open_ended_waits", DiagnosticSeverity.Info)]
    [InlineData("leak_analyzer.fire_and_forget_methods = Acme.No.Such", "fire_and_forget_methods", DiagnosticSeverity.Info)]
    [InlineData("leak_analyzer.lifetime_tokens = P:Acme.No.Such", "lifetime_tokens", DiagnosticSeverity.Info)]
    [InlineData("leak_analyzer.report_explicit_none = perhaps", "report_explicit_none", DiagnosticSeverity.Warning)]
    [InlineData("leak_analyzer.open_ended_wait = Acme.Messaging.Bus.ReceiveAsync", "open_ended_wait", DiagnosticSeverity.Warning)]
    [InlineData("Leak_Analyzer.Waits = none", "leak_analyzer.waits", DiagnosticSeverity.Warning)]
    public async Task An_Option_That_Cannot_Be_Used_Is_Told_Once_And_Ignored(string line, string option, DiagnosticSeverity severity)
    {
        const string Source = """
            class Subject
            {
                void Scope(ChannelReader<int> reader)
                {
                    _ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync());
                    _ = Task.Run(async () => await reader.ReadAsync(CancellationToken.None));
                }
            }
            """;
        ImmutableArray<Diagnostic> reports = await Verify.Reported(Source, Setup.Default with
        {
            EditorConfig = line,
            OtherSources = [Bus, "class Other { }"],
            Expected = [new Microsoft.CodeAnalysis.Testing.DiagnosticResult(UnusableOption.Id, severity)],
        });

        Diagnostic told = Assert.Single(reports, report => report.Id == UnusableOption.Id);
        Assert.Equal(Location.None, told.Location);
        Assert.Contains(option, told.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public Task The_Rest_Of_A_List_With_A_Bad_Entry_Holds() => Verify.Reported(
        Scope("await bus.ReceiveAsync()", isReported: true),
        Waits("Acme.No.Such|Acme.Messaging.Bus.ReceiveAsync") with
        {
            Expected = [new Microsoft.CodeAnalysis.Testing.DiagnosticResult(UnusableOption.Id, DiagnosticSeverity.Info)],
        });

    [Theory]
    [InlineData("leak_analyzer.open_ended_waits =")]
    [InlineData("leak_analyzer.open_ended_waits = |")]
    [InlineData("leak_analyzer.report_explicit_none = TRUE")]
    [InlineData("leak_analyzer.report_explicit_none = false")]
    [InlineData("leak_analyzer.fire_and_forget_methods = M:Acme.Messaging.Background.Start(System.Threading.Tasks.Task)")]
    [InlineData("leak_analyzer.fire_and_forget_methods = Acme.Messaging.Background.Start|Acme.Messaging.Background.Start")]
    [InlineData("LEAK_ANALYZER.Report_Explicit_None = false")]
    [InlineData("other_analyzer.open_ended_waits = Acme.No.Such")]
    [InlineData("leak_analyzers.open_ended_waits = Acme.No.Such")]
    public Task A_Value_That_Is_Empty_Or_Good_Is_Not_Told(string line) =>
        Verify.Silent(Scope("bus.Take()", isReported: false), Setup.Default with { EditorConfig = line });

    [Fact]
    public async Task A_Lifetime_Token_Of_The_User_Is_Known()
    {
        const string Source = """
            static class Lifetimes
            {
                public static CancellationToken Stopping { get; } = default;
            }

            class Subject
            {
                void Scope(ChannelReader<int> reader) => _ = Task.Run(async () => await reader.ReadAsync(Lifetimes.Stopping));
            }
            """;
        await Verify.Silent(Source, With("lifetime_tokens", "Lifetimes.Stopping"));
        await Verify.Silent(Source, With("lifetime_tokens", "P:Lifetimes.Stopping"));
    }

    private static Setup Waits(string value) => With("open_ended_waits", value);

    private static Setup With(string option, string value) => Setup.Default with { EditorConfig = $"leak_analyzer.{option} = {value}" };

    private static string Scope(string wait, bool isReported) =>
        Code.Started("Acme.Messaging.Bus bus, Acme.Messaging.Bus.Nested nested, Barrier signal, System.Diagnostics.Process process, CancellationToken token", wait, isReported) + Bus;
}
