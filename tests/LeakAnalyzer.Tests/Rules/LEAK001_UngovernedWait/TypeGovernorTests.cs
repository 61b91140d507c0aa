namespace LeakAnalyzer.Tests.Rules.LEAK001_UngovernedWait;

/// <summary>Tests waits on an object in a field that a member of the type may end, such as with <c>_cts.Cancel()</c>.</summary>
public class TypeGovernorTests
{
    [Theory]
    [InlineData("_cts.Cancel();")]
    [InlineData("_cts.Cancel(true);")]
    [InlineData("_ = _cts.CancelAsync();")]
    [InlineData("_cts.CancelAfter(1000);")]
    [InlineData("_cts?.Cancel();")]
    [InlineData("this._cts.Cancel();")]
    [InlineData("if (DateTime.Now.Year > 2000) { _cts.Cancel(); }")]
    [InlineData("var cts = _cts; cts.Cancel();")]
    [InlineData("Action cancel = _cts.Cancel; cancel();")]
    [InlineData("Action cancel = () => _cts.Cancel(); cancel();")]
    [InlineData("using var registration = default(CancellationToken).Register(() => _cts.Cancel());")]
    [InlineData("Stop(); void Stop() => _cts.Cancel();")]
    public Task A_Source_In_A_Field_That_A_Member_Cancels_Is_Not_Reported(string act) => Verify.Silent(SourceInField(act, isReported: false));

    [Theory]
    [InlineData("Work();")]
    [InlineData("_cts.GetHashCode();")]
    [InlineData("_ = _cts.IsCancellationRequested;")]
    [InlineData("_ = _cts.Token;")]
    [InlineData("_other.Cancel();")]
    [InlineData("var cts = new CancellationTokenSource(); cts.Cancel();")]
    public Task A_Source_In_A_Field_That_No_Member_Cancels_Is_Reported(string act) => Verify.Reported(SourceInField(act, isReported: true));

    [Theory]
    [InlineData("Keep(_cts);")]
    [InlineData("Interlocked.Exchange(ref _cts, new()).Cancel();")]
    [InlineData("Given = _cts;")]
    [InlineData("s_all.Add(_cts);")]
    [InlineData("_cts = Given!;")]
    public Task A_Source_In_A_Field_That_Others_May_Hold_Is_Not_Reported(string act) => Verify.Silent(Code.Class(
        $$"""
            private CancellationTokenSource _cts = new();
            private static readonly List<CancellationTokenSource> s_all = new();
            public CancellationTokenSource? Given { get; set; }
            public void Scope(ChannelReader<int> reader) => _ = Task.Run(async () => await reader.ReadAsync(_cts.Token));
            public void Act() { {{act}} }
            private static void Keep(object value) => Kept = value;

            public static object? Kept;
        """));

    [Theory]
    [InlineData("public void Stop() => _cts.Cancel();")]
    [InlineData("private void Stop() => _cts.Cancel();")]
    [InlineData("~Subject() => _cts.Cancel();")]
    [InlineData("public bool On { set { if (!value) { _cts.Cancel(); } } }")]
    [InlineData("public event EventHandler Stopping { add { _cts.Cancel(); } remove { } }")]
    [InlineData("public static Subject operator !(Subject s) { s._cts.Cancel(); return s; }")]
    [InlineData("public static void StopAll(Subject s) => s._cts.Cancel();")]
    [InlineData("private sealed class Stopper(Subject s) : IDisposable { public void Dispose() => s._cts.Cancel(); }")]
    [InlineData("private readonly Action _stop; public Subject() { _stop = () => _cts.Cancel(); }")]
    public Task A_Cancel_In_Any_Kind_Of_Member_Counts(string member) => Verify.Silent(Code.Class(
        $$"""
            private readonly CancellationTokenSource _cts = new();
            public void Scope(ChannelReader<int> reader) => _ = Task.Run(async () => await reader.ReadAsync(_cts.Token));
            {{member}}
        """));

    [Theory]
    [InlineData("Work(again.Task.IsCompleted);", true)]
    [InlineData("again.SetResult();", false)]
    public Task A_Cast_Is_Another_Name(string act, bool isReported) => Judge(isReported, Code.Class($$"""
            private readonly TaskCompletionSource _done = new();
            public void Scope() => _ = {{Start(isReported)}}(async () => await _done.Task);
            public void Look() { object state = _done; TaskCompletionSource again; again = (TaskCompletionSource)state; {{act}} }
        """));

    [Theory]
    [InlineData("private Channel<int> Own { get; } = Channel.CreateUnbounded<int>();", "Own.Writer.Complete();", false)]
    [InlineData("private Channel<int> Own { get; } = Channel.CreateUnbounded<int>();", "Work();", true)]
    [InlineData("private readonly Channel<int> Own = Channel.CreateUnbounded<int>();", "Own.Writer.Complete();", false)]
    public Task What_A_Field_Shares_With_Another_Member_Ends_With_It(string own, string act, bool isReported)
    {
        string code = Code.Class($$"""
            {{own}}
            private readonly Channel<int> _shared;
            public Subject() => _shared = Own;
            public void Scope() => _ = {{Start(isReported)}}(async () => await _shared.Reader.ReadAsync());
            public void Stop() { {{act}} }
            """);
        return isReported ? Verify.Reported(code) : Verify.Silent(code);
    }

    [Theory]
    [InlineData("public void Stop() { _cts.Cancel(); }", false)]
    [InlineData("public void Stop() { _cts.GetHashCode(); }", true)]
    public Task A_Member_In_Another_Partial_Part_Counts(string member, bool isReported)
    {
        string scope = Code.Class($$"""
            private readonly CancellationTokenSource _cts = new();
            public void Scope(ChannelReader<int> reader) => _ = {{Start(isReported)}}(async () => await reader.ReadAsync(_cts.Token));
            """);
        Setup setup = Setup.Default with { OtherSources = [$"partial class Subject {{ {member} }}"] };
        return isReported ? Verify.Reported(scope, setup) : Verify.Silent(scope, setup);
    }

    [Fact]
    public Task A_Base_Type_That_Cancels_Counts() => Verify.Silent("""
        abstract class Base : IDisposable
        {
            private readonly CancellationTokenSource _cts = new();
            protected CancellationToken Stopping => _cts.Token;
            public void Dispose() => _cts.Cancel();
        }

        class Subject : Base
        {
            public void Scope(ChannelReader<int> reader) => _ = Task.Run(async () => await reader.ReadAsync(Stopping));
        }
        """);

    [Theory]
    [InlineData("public void Stop() => Cts.Cancel();", false)]
    [InlineData("public void Stop() => Cts.GetHashCode();", true)]
    public Task A_Source_In_A_Private_Auto_Property_Is_Judged_As_A_Field(string member, bool isReported) => Judge(isReported, Code.Class(
        $$"""
            private CancellationTokenSource Cts { get; } = new();
            public void Scope(ChannelReader<int> reader) => _ = {{Start(isReported)}}(async () => await reader.ReadAsync(Cts.Token));
            {{member}}
        """));

    [Theory]
    [InlineData("public readonly CancellationTokenSource Cts = new();")]
    [InlineData("protected readonly CancellationTokenSource Cts = new();")]
    [InlineData("public CancellationTokenSource Cts { get; } = new();")]
    public Task A_Source_That_Others_See_Is_Not_Reported(string member) => Verify.Silent(Code.Class(
        $$"""
            {{member}}
            public void Scope(ChannelReader<int> reader) => _ = Task.Run(async () => await reader.ReadAsync(Cts.Token));
        """));

    [Theory]
    [InlineData("internal readonly CancellationTokenSource Cts = new();")]
    [InlineData("internal static CancellationTokenSource Cts { get; } = new();")]
    [InlineData("private protected readonly CancellationTokenSource Cts = new();")]
    public async Task A_Source_That_Only_The_Compilation_Sees(string member)
    {
        const string Friends = "[assembly: InternalsVisibleTo(\"NAME\")]";
        string reported = Code.Class($$"""
            {{member}}
            public void Scope(ChannelReader<int> reader) => _ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync(Cts.Token));
            """);
        string silent = reported.Replace("{|LEAK001:Task.Run|}", "Task.Run", StringComparison.Ordinal);
        string cancelled = silent + " class Other { public void End(Subject subject) => CANCEL; }".Replace(
            "CANCEL", member.Contains("static", StringComparison.Ordinal) ? "Subject.Cts.Cancel()" : member.Contains("protected", StringComparison.Ordinal) ? "new Derived().End()" : "subject.Cts.Cancel()", StringComparison.Ordinal)
            + " class Derived : Subject { public void End() => CTS.Cancel(); }".Replace("CTS", member.Contains("protected", StringComparison.Ordinal) ? "Cts" : "new CancellationTokenSource()", StringComparison.Ordinal);

        await Verify.Reported(reported);
        await Verify.Silent(cancelled);
        await Verify.Silent(Friends.Replace("NAME", "Acme.Other", StringComparison.Ordinal) + silent);
        await Verify.Reported(Friends.Replace("NAME", "Acme.UnitTests", StringComparison.Ordinal) + reported);
        await Verify.Reported(Friends.Replace("NAME", "DynamicProxyGenAssembly2", StringComparison.Ordinal) + reported);
    }

    [Fact]
    public Task A_Public_Source_Of_An_Executable_Has_No_Outside() => Verify.Reported(
        Code.Class("public readonly CancellationTokenSource Cts = new(); public void Scope(ChannelReader<int> reader) => _ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync(Cts.Token)); static void Main() { }"),
        Setup.Default with { Output = Microsoft.CodeAnalysis.OutputKind.ConsoleApplication });

    [Fact]
    public Task A_Private_Source_Made_In_The_Constructor_That_Nobody_Cancels_Is_Reported() => Verify.Reported(Code.Class("""
        private readonly CancellationTokenSource _cts;
        public Subject(ChannelReader<int> reader)
        {
            _cts = new CancellationTokenSource();
            _ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync(_cts.Token));
        }
        """));

    [Theory]
    [InlineData("private readonly CancellationTokenSource _cts; public Subject(CancellationTokenSource cts) => _cts = cts;")]
    [InlineData("private readonly CancellationTokenSource _cts; public Subject(CancellationTokenSource? cts) => _cts = cts ?? new();")]
    [InlineData("private readonly CancellationTokenSource _cts = Sources.Create();")]
    [InlineData("private CancellationTokenSource _cts = new(); public void Use(CancellationTokenSource cts) => _cts = cts;")]
    [InlineData("private static CancellationTokenSource _cts = Sources.Shared;")]
    public Task A_Source_That_Was_Given_From_Outside_Is_Not_Reported(string members) => Verify.Silent(Code.Class(
        $$"""
            {{members}}
            public void Scope(ChannelReader<int> reader) => _ = Task.Run(async () => await reader.ReadAsync(_cts.Token));
        """) + "\nstatic class Sources { public static CancellationTokenSource Shared { get; } = Create(); public static CancellationTokenSource Create() => new(1000); }");

    [Fact]
    public Task A_Token_Field_Of_A_Source_Field_Is_Judged_As_The_Source() => Verify.Silent(Code.Class("""
        private readonly CancellationTokenSource _cts = new();
        private readonly CancellationToken _stop;
        public Subject() => _stop = _cts.Token;
        public void Scope(ChannelReader<int> reader) => _ = Task.Run(async () => await reader.ReadAsync(_stop));
        public void Dispose() => _cts.Cancel();
        """));

    [Fact]
    public Task A_Token_Field_That_Was_Given_Is_Not_Reported() => Verify.Silent(Code.Class("""
        private readonly CancellationToken _stop;
        public Subject(CancellationToken stop) => _stop = stop;
        public void Scope(ChannelReader<int> reader) => _ = Task.Run(async () => await reader.ReadAsync(_stop));
        """));

    [Fact]
    public Task A_Token_Of_A_Primary_Constructor_Is_Not_Reported() => Verify.Silent("""
        class Subject(CancellationToken stop)
        {
            public void Scope(ChannelReader<int> reader) => _ = Task.Run(async () => await reader.ReadAsync(stop));
        }
        """);

    [Fact]
    public Task A_Cancel_That_Only_The_Waiting_Task_Would_Reach_Counts_For_Nothing() => Verify.Reported(Code.Class("""
        private readonly CancellationTokenSource _cts = new();
        public void Scope(ChannelReader<int> reader) => _ = {|LEAK001:PumpAsync|}(reader);
        private async Task PumpAsync(ChannelReader<int> reader)
        {
            await reader.ReadAsync(_cts.Token);
            _cts.Cancel();
        }
        """));

    [Fact]
    public Task A_Cancel_That_Another_Member_Also_Reaches_Counts() => Verify.Silent(Code.Class("""
        private readonly CancellationTokenSource _cts = new();
        public void Scope(ChannelReader<int> reader) => _ = PumpAsync(reader);
        public void Dispose() => Stop();
        private void Stop() => _cts.Cancel();
        private async Task PumpAsync(ChannelReader<int> reader)
        {
            await reader.ReadAsync(_cts.Token);
            Stop();
        }
        """));

    private static string SourceInField(string act, bool isReported) => Code.Class(
        $$"""
            private CancellationTokenSource _cts = new();
            private readonly CancellationTokenSource _other = new();
            public void Scope(ChannelReader<int> reader) => _ = {{Start(isReported)}}(async () => await reader.ReadAsync(_cts.Token));
            public void Act() { {{act}} }
        """);

    private static string Start(bool isReported) => isReported ? "{|LEAK001:Task.Run|}" : "Task.Run";

    private static Task Judge(bool isReported, string code) => isReported ? Verify.Reported(code) : Verify.Silent(code);
}
