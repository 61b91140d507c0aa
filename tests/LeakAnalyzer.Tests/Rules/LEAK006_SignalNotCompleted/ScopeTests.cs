using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Tests.Rules.LEAK006_SignalNotCompleted;

/// <summary>Tests each kind of function that can create a channel, older language versions, incomplete code, and the report.</summary>
public class ScopeTests
{
    private const string Old = """
        public class Subject
        {
            public async Task Scope(CancellationToken token)
            {
                var channel = {|LEAK006:Channel.CreateUnbounded<int>()|};
                Task consumer = Task.Run(async () => { while (await channel.Reader.WaitToReadAsync().ConfigureAwait(false)) { int item; channel.Reader.TryRead(out item); } });
                await Task.Delay(10, token).ConfigureAwait(false);
                channel.Writer.Complete();
                await consumer.ConfigureAwait(false);
            }

            public async Task Ended(CancellationToken token)
            {
                var channel = Channel.CreateUnbounded<int>();
                Task consumer = Task.Run(async () => { while (await channel.Reader.WaitToReadAsync().ConfigureAwait(false)) { int item; channel.Reader.TryRead(out item); } });
                try
                {
                    await Task.Delay(10, token).ConfigureAwait(false);
                }
                finally
                {
                    channel.Writer.Complete();
                }

                await consumer.ConfigureAwait(false);
            }

            public async Task Promise(CancellationToken token)
            {
                var done = {|LEAK006:new TaskCompletionSource<bool>()|};
                Task waiter = Task.Run(async () => { await done.Task.ConfigureAwait(false); });
                await Task.Delay(10, token).ConfigureAwait(false);
                done.SetResult(true);
                await waiter.ConfigureAwait(false);
            }
        }
        """;

    private static readonly Setup s_program = Setup.Default with { Output = OutputKind.ConsoleApplication };

    [Theory]
    [MemberData(nameof(ScopeKinds.Blocks), MemberType = typeof(ScopeKinds))]
    public async Task A_Channel_In_Any_Body(string member)
    {
        await Verify.Reported(ScopeKinds.SubjectOf(member, "var c = {|LEAK006:Channel.CreateUnbounded<int>()|}; _ = Task.Run(async () => await c.Reader.ReadAsync());"));
        await Verify.Silent(ScopeKinds.SubjectOf(member, "var c = Channel.CreateUnbounded<int>(); _ = Task.Run(async () => await c.Reader.ReadAsync()); c.Writer.Complete();"));
    }

    [Theory]
    [InlineData("STATEMENTS")]
    [InlineData("await Task.Yield(); STATEMENTS")]
    [InlineData("Run(); void Run() { STATEMENTS }")]
    [InlineData("Action run = () => { STATEMENTS }; run();")]
    public async Task A_Channel_In_A_Top_Level_Program(string program)
    {
        await Verify.Reported(program.Replace("STATEMENTS", "var c = {|LEAK006:Channel.CreateUnbounded<int>()|}; Task t = Task.Run(async () => await c.Reader.ReadAsync()); Console.ReadLine(); c.Writer.Complete(); t.Wait();", StringComparison.Ordinal), s_program);
        await Verify.Silent(program.Replace("STATEMENTS", "var c = Channel.CreateUnbounded<int>(); Task t = Task.Run(async () => await c.Reader.ReadAsync()); try { Console.ReadLine(); } finally { c.Writer.Complete(); } t.Wait();", StringComparison.Ordinal), s_program);
    }

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

    [Theory]
    [InlineData("partial class Subject { partial void Part(); } partial class Subject { partial void Part() { STATEMENTS } }")]
    [InlineData("class Base { protected static async Task PumpAsync(ChannelReader<int> r) => await r.ReadAsync(); } class Subject : Base { void M() { PUMP } }")]
    [InlineData("class Outer { private static async Task PumpAsync(ChannelReader<int> r) => await r.ReadAsync(); class Inner { void M() { PUMP } } }")]
    [InlineData("static class Pump { public static async Task PumpAsync(this ChannelReader<int> r) => await r.ReadAsync(); } class Subject { void M() { var c = CREATED; _ = c.Reader.PumpAsync(); END } }")]
    [InlineData("struct Subject { void M() { STATEMENTS } }")]
    [InlineData("record Subject(int X) { void M() { STATEMENTS } }")]
    [InlineData("class Subject(int x) { int X => x; void M() { STATEMENTS } }")]
    [InlineData("class Subject<T> { void M() { var c = Channel(); _ = Task.Run(async () => await c.Reader.ReadAsync()); } static Channel<T> Channel() => s_kept = System.Threading.Channels.Channel.CreateUnbounded<T>(); private static Channel<T>? s_kept; }", false)]
    [InlineData("class Subject<T> { void M() { Channel<T> c = CREATED_OF_T; _ = Task.Run(async () => await c.Reader.ReadAsync()); END } }")]
    public async Task Types_Of_Every_Kind(string code, bool canBeReported = true)
    {
        const string Created = "Channel.CreateUnbounded<int>()";
        foreach (bool isReported in canBeReported ? [true, false] : new[] { false })
        {
            string created = isReported ? $"{{|LEAK006:{Created}|}}" : Created;
            string source = code
                .Replace("STATEMENTS", "var c = CREATED; _ = Task.Run(async () => await c.Reader.ReadAsync()); END", StringComparison.Ordinal)
                .Replace("PUMP", "var c = CREATED; _ = PumpAsync(c.Reader); END", StringComparison.Ordinal)
                .Replace("CREATED_OF_T", created.Replace("int", "T", StringComparison.Ordinal), StringComparison.Ordinal)
                .Replace("CREATED", created, StringComparison.Ordinal)
                .Replace("END", isReported ? "" : "c.Writer.Complete();", StringComparison.Ordinal);
            await (isReported ? Verify.Reported(source) : Verify.Silent(source));
        }
    }

    [Fact]
    public Task A_Pump_In_Another_File() => Verify.Reported(
        Code.Body("var c = {|LEAK006:Channel.CreateUnbounded<int>()|}; _ = Pump.RunAsync(c.Reader);"),
        Setup.Default with { OtherSources = ["static class Pump { public static async Task RunAsync(ChannelReader<int> r) { await foreach (int item in r.ReadAllAsync()) { } } }"] });

    [Fact]
    public Task A_Pump_Of_Another_Project_Is_Not_Reported() => Verify.Silent(
        Code.Body("var c = Channel.CreateUnbounded<int>(); _ = Pump.RunAsync(c.Reader);"),
        Setup.Default with { LibrarySources = ["public static class Pump { public static async Task RunAsync(ChannelReader<int> r) { await foreach (int item in r.ReadAllAsync()) { } } }"] });

    [Theory]
    [InlineData("var c = Own.Channel.CreateUnbounded<int>(); _ = Task.Run(async () => await c.Reader.ReadAsync());")]
    [InlineData("var c = new Own.Channel<int>(); _ = Task.Run(async () => await c.Reader.ReadAsync());")]
    [InlineData("var c = new Own.Closing<int>(); _ = Task.Run(async () => await c.Reader.ReadAsync());")]
    [InlineData("var p = new Own.TaskCompletionSource(); _ = Task.Run(async () => await p.Task);")]
    [InlineData("var c = Own.Factory.CreateUnbounded<int>(); _ = Task.Run(async () => await c.Reader.ReadAsync());")]
    public Task Names_Of_The_Users_Own_Are_None(string code) => Verify.Silent(Code.Body(code) + """

        namespace Own
        {
            class Channel { public static Channel<T> CreateUnbounded<T>() => new(); }
            class Channel<T>
            {
                private readonly System.Threading.Channels.Channel<T> _inner = System.Threading.Channels.Channel.CreateUnbounded<T>();
                public Channel() => _inner.Writer.Complete();
                public ChannelReader<T> Reader => _inner.Reader;
            }

            class Closing<T> : System.Threading.Channels.Channel<T>
            {
                public Closing() { var inner = System.Threading.Channels.Channel.CreateUnbounded<T>(); inner.Writer.Complete(); Reader = inner.Reader; Writer = inner.Writer; }
            }

            class TaskCompletionSource { public Task Task => System.Threading.Tasks.Task.CompletedTask; }
            static class Factory { public static System.Threading.Channels.Channel<T> CreateUnbounded<T>() { var c = System.Threading.Channels.Channel.CreateUnbounded<T>(); c.Writer.Complete(); return c; } }
        }
        """);

    [Theory]
    [InlineData("CHANNEL READ Work();", "No path out of 'Scope' completes 'c', so the task started by 'Task.Run' may wait on 'c.Reader.ReadAllAsync' for ever; complete its writer in a 'finally'", "c.Reader.ReadAllAsync()", "}")]
    [InlineData("PROMISE AWAIT Work();", "No path out of 'Scope' completes 'p', so the task started by 'Task.Run' may wait on 'p.Task' for ever; set it in a 'finally'", "p.Task", "}")]
    [InlineData("BOUNDED WRITE Work();", "No path out of 'Scope' completes 'c', so the task started by 'Task.Run' may wait on 'c.Writer.WriteAsync' for ever; complete its writer in a 'finally', so that a full channel holds nobody", "c.Writer.WriteAsync(i)", "}")]
    [InlineData("CHANNEL Task t = PumpAsync(c.Reader); await t; c.Writer.Complete();", "Not every path out of 'Scope' completes 'c', so the task started by 'PumpAsync' may wait on 'source.ReadAsync' for ever; complete its writer in a 'finally'", "source.ReadAsync(stop)", "}")]
    [InlineData("CHANNEL READ Work(); c.Writer.Complete();", "Not every path out of 'Scope' completes 'c', so the task started by 'Task.Run' may wait on 'c.Reader.ReadAllAsync' for ever; complete its writer in a 'finally'", "c.Reader.ReadAllAsync()", "Work();")]
    public async Task The_Report_Names_The_Scope_The_Variable_The_Start_And_The_Wait(string code, string message, string wait, string exit)
    {
        Diagnostic report = Assert.Single(await Verify.Reported(Signals.Scope(code, isReported: true)));

        Assert.Equal(message, report.GetMessage(CultureInfo.InvariantCulture));
        Assert.Equal([wait, exit], report.AdditionalLocations.Select(shown => shown.SourceTree!.GetText().ToString(shown.SourceSpan)));
    }

    [Fact]
    public Task A_Report_Is_Suppressed_By_A_Pragma_And_Absent_In_Generated_Code() =>
        Verify.Reported(Signals.Scope("CHANNEL READ", isReported: true), Setup.Default with { ChecksSuppression = true });

    [Theory]
    [InlineData("var c = ; READ")]
    [InlineData("var c = Channel.CreateUnbounded<int>(; READ")]
    [InlineData("var c = Channel.CreateUnbounded<>(); READ")]
    [InlineData("var c = Channel.CreateBounded<int>(); WRITE")]
    [InlineData("var c = Channel.CreateBounded<int>(new BoundedChannelOptions { FullMode = }); WRITE")]
    [InlineData("var c = Channel.CreateBounded<int>(new { FullMode = 1 }); WRITE")]
    [InlineData("CHANNEL CHANNEL READ")]
    [InlineData("Channel<int> c; READ")]
    [InlineData("Channel<int> c = c; READ c.Writer.Complete(")]
    [InlineData("Channel<int> c = new; READ")]
    [InlineData("Channel<Missing> c = Channel.CreateUnbounded<Missing>(); READ")]
    [InlineData("CHANNEL READ c.Writer.; c?.; c.Writer.Complete")]
    [InlineData("CHANNEL try { READ } finally { c.Writer.Complete();")]
    [InlineData("CHANNEL READ if (c is ) { c.Writer.Complete(); }")]
    [InlineData("CHANNEL Task t = ; await t; READ")]
    [InlineData("CHANNEL Task t = t; await Task.WhenAll(t, ); READ")]
    [InlineData("CHANNEL Task t = Task.Run(async () => await c.Reader.ReadAsync(); await t")]
    [InlineData("BOUNDED WRITE await foreach (var item in c.Reader.ReadAllAsync( { break; }")]
    [InlineData("BOUNDED WRITE await foreach (var item in c.Reader.) { break; }")]
    [InlineData("BOUNDED WRITE while (await c.Reader.WaitToReadAsync() { c.Reader.TryRead(out ; }")]
    [InlineData("TaskCompletionSource p = new(; AWAIT")]
    [InlineData("TaskCompletionSource = new(); AWAIT")]
    [InlineData("if (reader is TaskCompletionSource p) { AWAIT }")]
    [InlineData("foreach (TaskCompletionSource p in ) { AWAIT }")]
    [InlineData("PROMISE AWAIT await PumpAsync(, p); await PumpAsync(p, p, p, nobody: p);")]
    [InlineData("PROMISE AWAIT await p.; await Missing(p); p.SetResult();")]
    public Task A_Signal_That_Is_Being_Typed_Is_Survived(string statements) => Verify.Survives(Signals.Scope(statements, isReported: false));
}
