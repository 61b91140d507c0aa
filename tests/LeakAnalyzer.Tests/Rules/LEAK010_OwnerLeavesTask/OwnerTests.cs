using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Tests.Rules.LEAK010_OwnerLeavesTask;

/// <summary>Tests which types are reported for the tasks that they start, and the report.</summary>
public class OwnerTests
{
    private const string Member = "private Task? _loop; public void Begin(CancellationToken token) => _loop = START(async () => await Task.Delay(Timeout.Infinite, token));";
    private static readonly Setup s_hosting = Setup.Default with { References = TestReferences.Hosting };

    [Theory]
    [InlineData("class Subject : IDisposable { MEMBER public void Dispose() { } }", true)]
    [InlineData("class Subject : IAsyncDisposable { MEMBER public ValueTask DisposeAsync() => default; }", true)]
    [InlineData("class Subject : IDisposable { MEMBER void IDisposable.Dispose() { } }", true)]
    [InlineData("class Subject : IDisposable, IAsyncDisposable { MEMBER public void Dispose() { } public async ValueTask DisposeAsync() { await Task.Yield(); } }", true)]
    [InlineData("class Subject : IOwner { MEMBER public void Dispose() { } } interface IOwner : IDisposable { }", true)]
    [InlineData("class Subject : Base { MEMBER } class Base : IDisposable { public virtual void Dispose() { } }", true)]
    [InlineData("class Subject : Stream2 { MEMBER } abstract class Stream2 : MemoryStream { }", true)]
    [InlineData("sealed class Subject<T> : IDisposable { MEMBER public void Dispose() { } }", true)]
    [InlineData("record Subject : IDisposable { MEMBER public void Dispose() { } }", true)]
    [InlineData("struct Subject : IDisposable { MEMBER public void Dispose() { } }", true)]
    [InlineData("record struct Subject(int X) : IDisposable { MEMBER public void Dispose() { } }", true)]
    [InlineData("class Outer { class Subject : IDisposable { MEMBER public void Dispose() { } } }", true)]
    [InlineData("class Subject { MEMBER }", false)]
    [InlineData("class Subject { MEMBER public void Dispose() { } }", false)]
    [InlineData("class Subject : Own.IDisposable { MEMBER public void Dispose() { } } namespace Own { interface IDisposable { void Dispose(); } }", false)]
    [InlineData("class Outer : IDisposable { public void Dispose() { } class Subject { MEMBER } }", false)]
    [InlineData("class Subject { MEMBER class Inner : IDisposable { public void Dispose() { } } }", false)]
    public Task A_Type(string code, bool isReported) => Owner.Verify(code.Replace("MEMBER", Member, StringComparison.Ordinal), isReported);

    [Theory]
    [InlineData("IHostedService", "public Task StartAsync(CancellationToken token) { _loop = START(async () => await Task.Delay(-1, token)); return Task.CompletedTask; } public Task StopAsync(CancellationToken token) => Task.CompletedTask;", true)]
    [InlineData("IHostedService", "public Task StartAsync(CancellationToken token) { _loop = PUMP(token); return Task.CompletedTask; } public Task StopAsync(CancellationToken token) => Task.CompletedTask;", true)]
    [InlineData("IHostedService", "public Task StartAsync(CancellationToken token) { _loop = PumpAsync(_cts.Token); return Task.CompletedTask; } public Task StopAsync(CancellationToken token) { _cts.Cancel(); return Task.CompletedTask; }", false)]
    [InlineData("IHostedService", "public Task StartAsync(CancellationToken token) { _loop = PUMP(token); return Task.CompletedTask; } public async Task StopAsync(CancellationToken token) => await _loop!;", true)]
    [InlineData("IHostedService", "public Task StartAsync(CancellationToken token) { _loop = PUMP(_cts.Token); return Task.CompletedTask; } public Task StopAsync(CancellationToken token) { _cts.GetHashCode(); return Task.CompletedTask; }", true)]
    [InlineData("BackgroundService", "protected override async Task ExecuteAsync(CancellationToken stoppingToken) { _loop = PumpAsync(stoppingToken); await Task.Delay(1000, stoppingToken); }", false)]
    [InlineData("BackgroundService", "protected override async Task ExecuteAsync(CancellationToken stoppingToken) { _loop = PUMP(default); await Task.Delay(1000, stoppingToken); }", true)]
    [InlineData("BackgroundService", "protected override async Task ExecuteAsync(CancellationToken stoppingToken) { await Task.Yield(); } public override Task StartAsync(CancellationToken token) { _loop = PUMP(token); return base.StartAsync(token); }", true)]
    public Task A_Hosted_Service(string service, string members, bool isReported) => Owner.Verify($$"""
        using Microsoft.Extensions.Hosting;

        class Subject : {{service}}
        {
            private readonly CancellationTokenSource _cts = new();
            private Task? _loop;
            {{members}}
            private static async Task PumpAsync(CancellationToken stop) => await Task.Delay(Timeout.Infinite, stop);
        }
        """, isReported, s_hosting);

    [Theory]
    [InlineData("public Subject(CancellationToken token) { _loop = WORK; }", true)]
    [InlineData("public Subject(CancellationToken token) => _loop = WORK;", true)]
    [InlineData("public void Begin(CancellationToken token) { this._loop = WORK; }", true)]
    [InlineData("public void Begin(CancellationToken token) { _loop ??= WORK; }", true)]
    [InlineData("public void Begin(CancellationToken token) { if (_loop is null) { _loop = WORK; } }", true)]
    [InlineData("public void Begin(CancellationToken token) { lock (this) { _loop = WORK; } }", true)]
    [InlineData("public async Task BeginAsync(CancellationToken token) { await Task.Yield(); _loop = WORK; }", true)]
    [InlineData("public void Begin(CancellationToken token) { Go(); void Go() => _loop = WORK; }", true)]
    [InlineData("public Action Begin(CancellationToken token) => () => { _loop = WORK; };", true)]
    [InlineData("public int P { set { CancellationToken token = default; _loop = WORK; } }", true)]
    [InlineData("private Task? Loop { get; set; } public void Begin(CancellationToken token) => Loop = WORK;", true)]
    [InlineData("private Task<int>? _sum; public void Begin(CancellationToken token) => _sum = START(async () => { await Task.Delay(-1, token); return 1; });", true)]
    [InlineData("private ValueTask _value; public void Begin(CancellationToken token) => _value = PUMP(token); private static async ValueTask PumpAsync(CancellationToken t) => await Task.Delay(-1, t);", true)]
    [InlineData("protected Task? _open; public void Begin(CancellationToken token) => _open = WORK;", false)]
    [InlineData("internal Task? Open; public void Begin(CancellationToken token) => Open = WORK;", true)]
    [InlineData("public Task? Open { get; private set; } public void Begin(CancellationToken token) => Open = WORK;", false)]
    [InlineData("private static Task? s_loop; public void Begin(CancellationToken token) => s_loop = WORK;", false)]
    [InlineData("private readonly List<Task> _all = new(); public void Begin(CancellationToken token) => _all.Add(WORK);", false)]
    [InlineData("private readonly Task[] _all = new Task[1]; public void Begin(CancellationToken token) => _all[0] = WORK;", false)]
    [InlineData("public void Begin(Subject other, CancellationToken token) => other._loop = WORK;", false)]
    [InlineData("private object? _any; public void Begin(CancellationToken token) => _any = WORK;", false)]
    public Task A_Task_Is_Kept_In_A_Private_Field_Or_Property(string member, bool isReported) => Owner.Verify($$"""
        public class Subject : IDisposable
        {
            private Task? _loop;
            {{member.Replace("WORK", "START(async () => await Task.Delay(Timeout.Infinite, token))", StringComparison.Ordinal)}}
            public void Dispose() { if (_loop != null) { Console.WriteLine(_loop.Status); } }
        }
        """, isReported);

    [Theory]
    [InlineData("_loop = START(RunAsync);", true)]
    [InlineData("_loop = START(() => RunAsync());", true)]
    [InlineData("_loop = {|LEAK010:RunAsync|}();", true)]
    [InlineData("_loop = {|LEAK010:RunAsync|}().ContinueWith(t => { });", true)]
    [InlineData("_loop = Task.Factory.{|LEAK010:StartNew|}(RunAsync).Unwrap();", true)]
    [InlineData("_loop = Task.Factory.{|LEAK010:StartNew|}(async () => await RunAsync(), TaskCreationOptions.LongRunning).Unwrap();", true)]
    [InlineData("_loop = Task.Delay(1000).{|LEAK010:ContinueWith|}(async t => await RunAsync()).Unwrap();", true)]
    [InlineData("_loop = Task.WhenAll({|LEAK010:RunAsync|}(), Task.CompletedTask);", true)]
    [InlineData("_loop = START(async () => { await Task.Delay(1000); });", false)]
    public Task Every_Start(string start, bool isReported)
    {
        string source = Owner.Type("private readonly Channel<int> _c = Channel.CreateUnbounded<int>(); private async Task RunAsync() => await _c.Reader.ReadAsync();", start, "");
        return start.Contains("LEAK010", StringComparison.Ordinal) ? Verify.Reported(source) : Owner.Verify(source, isReported);
    }

    [Theory]
    [InlineData("public partial class Subject { public void Stop() => _cts.Cancel(); }", false)]
    [InlineData("public partial class Subject { public void Stop() => _cts.GetHashCode(); }", true)]
    [InlineData("public partial class Subject { private sealed class Stopper(Subject subject) { public void Stop() => subject._cts.Cancel(); } }", false)]
    [InlineData("public partial class Subject { public Task? Completion => _loop; }", true)]
    [InlineData("public partial class Subject { public void Restart() => _cts.Cancel(); }", true)]
    [InlineData("public partial class Subject { public CancellationTokenSource Cts => _cts; }", false)]
    [InlineData("public partial class Subject { public CancellationToken Stopped => _cts.Token; }", true)]
    [InlineData("public partial class Subject { public int Stop { set { _cts.Cancel(); } } }", false)]
    [InlineData("public partial class Subject { private readonly Timer _timer; public Subject() => _timer = new Timer(_ => _cts.Cancel()); }", false)]
    [InlineData("class Other { public void Stop(Subject subject) => subject.Dispose(); }", true)]
    public Task Every_Part_Of_The_Type_Is_Read(string part, bool isReported)
    {
        string source = Owner.Expand("public partial class Subject : IDisposable { private readonly CancellationTokenSource _cts = new(); private Task? _loop; public void Begin() => _loop = START(async () => await Task.Delay(-1, _cts.Token)); public void Dispose() { } }", isReported);
        Setup setup = Setup.Default with { OtherSources = [part] };
        return isReported ? Verify.Reported(source, setup) : Verify.Silent(source, setup);
    }

    [Theory]
    [InlineData("protected readonly CancellationTokenSource _cts = new(); public void Dispose() => _cts.Cancel();", "_cts.Token", false)]
    [InlineData("protected virtual CancellationToken Stop => new(); public void Dispose() { }", "Stop", false)]
    [InlineData("protected CancellationToken Stop => new(); public void Dispose() { }", "Stop", true)]
    [InlineData("private readonly CancellationTokenSource _own = new(); public void Dispose() => _own.Cancel();", "token", true)]
    [InlineData("protected volatile bool _stopped; public void Dispose() => _stopped = true;", "token", true)]
    public Task A_Base_Type(string members, string stop, bool isReported) => Owner.Verify($$"""
        abstract class Base : IDisposable { {{members}} }
        class Subject : Base
        {
            private Task? _loop;
            public void Begin(CancellationToken token) => _loop = START(async () => await Task.Delay(-1, {{stop}}));
        }
        """, isReported);

    [Theory]
    [InlineData("while (!_stopped) { await Task.Delay(1000); }", false)]
    [InlineData("while (!IsStopped) { await Task.Delay(1000); }", false)]
    [InlineData("while (!IsPaused) { await Task.Delay(1000); }", true)]
    [InlineData("while (!_stopped) { await _c.Reader.ReadAsync(); }", true)]
    [InlineData("while (Name.Length > 0) { await _c.Reader.ReadAsync(); }", true)]
    public Task A_Field_Of_A_Base_Type_That_A_Loop_Asks_For(string work, bool isReported) => Owner.Verify($$"""
        abstract class Base : IDisposable
        {
            protected bool _stopped;
            protected bool IsStopped { get; private set; }
            protected bool IsPaused { get; private set; }
            protected string Name => "name";
            public void Dispose() => IsStopped = _stopped = true;
            public void Pause() => IsPaused = true;
        }

        class Subject : Base
        {
            private readonly Channel<int> _c = Channel.CreateUnbounded<int>();
            private Task? _loop;
            public void Begin() => _loop = START(async () => { {{work}} });
        }
        """, isReported);

    [Fact]
    public Task Each_Field_Is_Judged_By_Itself() => Verify.Reported(Owner.Type("""
        private readonly CancellationTokenSource _cts = new();
        private Task? _first, _second, _third;
        private static async Task PumpAsync(CancellationToken stop) => await Task.Delay(Timeout.Infinite, stop);
        """, """
        _first = {|LEAK010:PumpAsync|}(token);
        _second = PumpAsync(_cts.Token);
        _third = PumpAsync(token);
        _loop = {|LEAK010:Task.Run|}(() => PumpAsync(token));
        _ = {|LEAK001:PumpAsync|}(default);
        """, "_cts.Cancel(); _third?.Wait();"));

    [Fact]
    public async Task A_Task_That_Also_Waits_On_A_Signal_Of_The_Scope_Has_One_Report()
    {
        string source = Owner.Type("", "var c = {|LEAK006:Channel.CreateUnbounded<int>()|}; _loop = Task.Run(async () => await c.Reader.ReadAsync());", "");
        await Verify.Reported(source);
        await Verify.Reported(
            Owner.Type("", "var c = Channel.CreateUnbounded<int>(); _loop = {|LEAK010:Task.Run|}(async () => await c.Reader.ReadAsync());", ""),
            Setup.Default with { EditorConfig = "dotnet_diagnostic.LEAK006.severity = none" });
    }

    [Fact]
    public Task A_Rule_That_Is_Off_Reports_Nothing() => Verify.Silent(
        Owner.Expand(Owner.Type("", "_loop = START(async () => await Task.Delay(-1, token));", ""), isReported: false),
        Setup.Default with { EditorConfig = "dotnet_diagnostic.LEAK010.severity = none" });

    [Fact]
    public async Task The_Report_Names_The_Start_The_Field_The_Type_And_The_Wait()
    {
        Diagnostic report = Assert.Single(await Verify.Reported(Owner.Type(
            "private readonly Channel<int> _c = Channel.CreateUnbounded<int>();",
            "_loop = {|LEAK010:Task.Run|}(async () => { await _c.Reader.WaitToReadAsync(token); await Task.Delay(1, token); await _c.Reader.ReadAsync(); });", "")));

        Assert.Equal(
            "The task started by 'Task.Run' is kept in '_loop', and the disposal of 'Subject' does not end its '_c.Reader.WaitToReadAsync'; cancel a source of its own when 'Subject' is disposed",
            report.GetMessage(CultureInfo.InvariantCulture));
        Assert.Equal(["_c.Reader.WaitToReadAsync(token)", "_c.Reader.ReadAsync()"],
            report.AdditionalLocations.Select(wait => wait.SourceTree!.GetText().ToString(wait.SourceSpan)));
    }

    [Fact]
    public Task A_Report_Is_Suppressed_By_A_Pragma_And_Absent_In_Generated_Code() => Owner.Verify(
        Owner.Type("", "_loop = START(async () => await Task.Delay(-1, token));", ""), isReported: true, Setup.Default with { ChecksSuppression = true });

    [Theory]
    [InlineData(LanguageVersion.CSharp7_3)]
    [InlineData(LanguageVersion.CSharp8)]
    [InlineData(LanguageVersion.CSharp12)]
    [OnOldestRoslyn]
    public async Task Older_Languages_And_Frameworks(LanguageVersion version)
    {
        const string Old = """
            public class Subject : IDisposable
            {
                private readonly CancellationTokenSource _cts = new CancellationTokenSource();
                private Task _ping, _read;
                public void Start(CancellationToken token)
                {
                    _ping = {|LEAK010:Task.Run|}(async () => { while (!token.IsCancellationRequested) { await Task.Delay(1000, token).ConfigureAwait(false); } });
                    _read = Task.Run(async () => { while (!_cts.IsCancellationRequested) { await Task.Delay(1000).ConfigureAwait(false); } });
                }

                public void Dispose() { _cts.Cancel(); _cts.Dispose(); }
                public bool IsRunning { get { return !_ping.IsCompleted && !_read.IsCompleted; } }
            }
            """;
        await Verify.Reported(Old, Setup.Default with { Language = version });
        await Verify.Reported(Old, Setup.NetStandard20 with { Language = version });
        await Verify.Reported(Old, Setup.Default with { Language = version, Nullable = NullableContextOptions.Disable });
    }

    [Fact]
    public Task A_Type_In_A_Top_Level_Program() => Verify.Reported(
        "using var subject = new Subject(); subject.Begin(default); Console.ReadLine();\n" + Owner.Expand("class Subject : IDisposable { MEMBER public void Dispose() { } }".Replace("MEMBER", Member, StringComparison.Ordinal), isReported: true),
        Setup.Default with { Output = OutputKind.ConsoleApplication });

    [Theory]
    [InlineData("_loop = ;")]
    [InlineData("_loop = Task.Run(")]
    [InlineData("_loop = Task.Run(async () => await Task.Delay(-1, );")]
    [InlineData("_loop ??= Task.Run(async () => await ;")]
    [InlineData("this. = Task.Run(async () => await Task.Delay(-1));")]
    [InlineData("_missing = Task.Run(async () => await Task.Delay(-1));")]
    [InlineData("_loop = Missing(token); _loop.;")]
    [InlineData("_loop = Task.Run(async () => { while (_missing) { await Task.Delay(-1); }")]
    [InlineData("_loop = Task.Run(async () => { for (; ; ; ) { if () { } await Task.Delay(-1); } });")]
    [InlineData("(_loop, _) = (Task.Run(async () => await Task.Delay(-1)), );")]
    [InlineData("} private Task _x = Task.Run(async () => await Task.Delay(-1), _x); private void More() {")]
    [InlineData("} private Task X { get; } = ; private Task _y = PumpAsync(; private void More() {")]
    [InlineData("} private Task _loop; private Task _loop = Task.Run(async () => await Task.Delay(-1)); private void More() {")]
    public Task An_Owner_That_Is_Being_Typed_Is_Survived(string start) => Verify.Survives(Owner.Type("", start, ""));
}
