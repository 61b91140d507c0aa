using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Testing;

namespace LeakAnalyzer.Tests.Rules.LEAK001_UngovernedWait;

/// <summary>Tests that no rule throws on code that is incomplete or whose references are missing.</summary>
public class BrokenCodeTests
{
    private const string Whole = """
        namespace Sample
        {
            public sealed partial class Service : System.IDisposable
            {
                private readonly CancellationTokenSource _cts = new();
                private readonly Channel<int> _channel = Channel.CreateUnbounded<int>();
                private Task? _task;

                public Service(ChannelReader<int> reader) => _task = Task.Run(async () => await reader.ReadAsync(_cts.Token));

                public CancellationToken Stopping => _cts.Token;

                public async Task LeakyAsync(ChannelReader<int> parent, int iterations, CancellationToken token = default)
                {
                    using var linked = CancellationTokenSource.CreateLinkedTokenSource(token, _cts.Token);
                    try
                    {
                        _ = Task.Run(async () => { await parent.ReadAsync(); }, token);
                        new Thread(() => _channel.Reader.ReadAsync().AsTask().Wait()) { IsBackground = true }.Start();
                        await foreach (var item in Items(parent).WithCancellation(linked.Token).ConfigureAwait(false)) { Use(item); }
                        for (int i = 0; i < iterations; i++) { if (i > 3 && token.IsCancellationRequested) { break; } await Task.Delay(1); }
                        Func<Task> pump = () => PumpAsync(parent); _ = pump(); pump().ContinueWith(t => Use(t.Exception));
                        switch (iterations) { case > 0 and < 9: return; case 10 when parent is { Count: > 3 }: goto default; default: break; }
                        ThreadPool.QueueUserWorkItem(static state => ((ChannelReader<int>)state!).Completion.Wait(), parent);
                        Local(); async void Local() { await Task.WhenAny(parent.Completion, Task.Delay(-1, token)); }
                    }
                    catch (OperationCanceledException e) when (e.CancellationToken == token) { throw; }
                    finally { linked.Cancel(); await _channel.Writer.WaitToWriteAsync(); }
                }

                private static async IAsyncEnumerable<int> Items(ChannelReader<int> r, [EnumeratorCancellation] CancellationToken t = default)
                { while (await r.WaitToReadAsync(t)) { while (r.TryRead(out int item)) { yield return item; } } }

                private static async Task PumpAsync<T>(ChannelReader<T> source) where T : struct { lock (source) { } await source.ReadAsync(); }
                private static void Use(object? value) { _ = value switch { int n => n, string { Length: 0 } => 0, _ => 1 }; }
                public void Dispose() { _cts.Cancel(); _cts.Dispose(); _channel.Writer.TryComplete(); }
            }
        }
        """;

    [Theory]
    [InlineData("_ = Task")]
    [InlineData("_ = Task.")]
    [InlineData("_ = Task.Run")]
    [InlineData("_ = Task.Run(")]
    [InlineData("_ = Task.Run();")]
    [InlineData("_ = Task.Run(async")]
    [InlineData("_ = Task.Run(async () =>")]
    [InlineData("_ = Task.Run(async () => await")]
    [InlineData("_ = Task.Run(async () => await reader.);")]
    [InlineData("_ = Task.Run(async () => await reader.ReadAsync(")]
    [InlineData("_ = Task.Run(async () => { await reader.ReadAsync()")]
    [InlineData("_ = Task.Run(async () => await reader.ReadAsync(), , );")]
    [InlineData("_ = Task.Run(() => await reader.ReadAsync());")]
    [InlineData("_ = Task.Run(reader);")]
    [InlineData("_ = Task.Run(null);")]
    [InlineData("_ = Task.Run(Missing);")]
    [InlineData("_ = Task.Run(Missing());")]
    [InlineData("_ = Task.Run<>(async () => await reader.ReadAsync());")]
    [InlineData("_ = Task.Factory.StartNew();")]
    [InlineData("_ = new TaskFactory(.StartNew(async () => await reader.ReadAsync());")]
    [InlineData("_ = PumpAsync();")]
    [InlineData("_ = PumpAsync(reader, reader, reader);")]
    [InlineData("_ = PumpAsync(nobody: reader);")]
    [InlineData("_ = PumpAsync(stop: token, stop: token);")]
    [InlineData("_ = PumpAsync(ref reader);")]
    [InlineData("PumpAsync;")]
    [InlineData("reader.ReadAsync;")]
    [InlineData("await;")]
    [InlineData("await await await reader;")]
    [InlineData("var pump = pump;")]
    [InlineData("var pump = PumpAsync(pump);")]
    [InlineData("Task pump = ; pump.Wait();")]
    [InlineData("Func<Task> f = async () => await f(); f = f; _ = f();")]
    [InlineData("var f = async () => await f(); _ = f();")]
    [InlineData("var cts = new CancellationTokenSource(; _ = Task.Run(async () => await reader.ReadAsync(cts.Token));")]
    [InlineData("var cts = CancellationTokenSource.CreateLinkedTokenSource(; _ = PumpAsync(reader, cts.Token);")]
    [InlineData("var a = CancellationTokenSource.CreateLinkedTokenSource(b.Token); var b = CancellationTokenSource.CreateLinkedTokenSource(a.Token); _ = PumpAsync(reader, a.Token);")]
    [InlineData("CancellationToken a = b, b = a; _ = PumpAsync(reader, a);")]
    [InlineData("using var; _ = PumpAsync(reader);")]
    [InlineData("using (var cts = ) { _ = PumpAsync(reader, cts.Token); }")]
    [InlineData("try { _ = PumpAsync(reader); } finally")]
    [InlineData("try { _ = PumpAsync(reader); } catch (")]
    [InlineData("await foreach (var item in reader.ReadAllAsync(")]
    [InlineData("_ = Task.Run(async () => { await foreach (var item in ) { } });")]
    [InlineData("_ = Task.Run(async () => { await foreach (var item in reader) { } });")]
    [InlineData("_ = Task.Run(async () => { await using var x = ; await Task.Delay(-1); });")]
    [InlineData("goto nowhere; _ = PumpAsync(reader);")]
    [InlineData("break; continue; _ = PumpAsync(reader); yield return 1;")]
    [InlineData("return PumpAsync(reader; ")]
    [InlineData("new Thread().Start();")]
    [InlineData("new Thread(() => reader.ReadAsync().AsTask().Wait()).Start(1, 2, 3);")]
    [InlineData("new Thread(Missing).Start();")]
    [InlineData("var t = new Thread(t.Start); t.Start();")]
    [InlineData("ThreadPool.QueueUserWorkItem();")]
    [InlineData("new List<int>().ForEach(async);")]
    [InlineData("Parallel.ForEach(, async x => await reader.ReadAsync());")]
    [InlineData("_ = reader?.ReadAsync()?.;")]
    [InlineData("_ = x?.PumpAsync(reader);")]
    [InlineData("_ = Task.Delay(Timeout.Infinite).ContinueWith(.ContinueWith();")]
    [InlineData("_ = Task.Run(async () => await Task.Delay(9999999999999));")]
    [InlineData("_ = Task.Run(async () => await Task.Delay(\"text\"));")]
    [InlineData("_ = Task.Run(async () => await Task.Delay());")]
    [InlineData("async void Local( { await reader.ReadAsync(); } Local();")]
    [InlineData("void Local() => Local(); _ = Task.Run(Local);")]
    [InlineData("async Task Local() => await Local(); _ = Local();")]
    [InlineData("async Local() { await reader.ReadAsync(); } _ = Local();")]
    [InlineData("} _ = Task.Run(async () => await reader.ReadAsync()); {")]
    [InlineData("#if X\n_ = Task.Run(\n#endif\nasync () => await reader.ReadAsync());")]
    [InlineData("_ = (Task.Run)(async () => await reader.ReadAsync());")]
    [InlineData("_ = nameof(Task.Run(async () => await reader.ReadAsync()));")]
    [InlineData("_ = typeof(Task.Run);")]
    [InlineData("_ = stackalloc Task[] { PumpAsync(reader) };")]
    [InlineData("(var a, _) = (PumpAsync(reader), );")]
    [InlineData("_ = PumpAsync(reader) is { } ? : ;")]
    [InlineData("_ = PumpAsync(reader) switch { };")]
    [InlineData("_ = $\"{PumpAsync(reader)\";")]
    [InlineData("_ = \"unterminated; PumpAsync(reader);")]
    [InlineData("/* unterminated _ = PumpAsync(reader);")]
    public Task Half_Typed_Statements_Are_Survived(string statements) => Verify.Survives(Code.Body(statements));

    [Theory]
    [InlineData("class A : B { void M() => _ = Task.Run(async () => await Task.Delay(-1)); } class B : A { }")]
    [InlineData("class A { async Task M(CancellationToken) { _ = Task.Run(async () => await Task.Delay(-1)); await Task.Delay(1); } }")]
    [InlineData("class A { async Task M() { CancellationTokenSource = new(); _ = Task.Run(async () => await Task.Delay(-1)); await Task.Delay(1); } }")]
    [InlineData("class A { async Task M(CancellationTokenSource, Channel<int>) { _ = N(); await Task.Delay(1); async Task N(CancellationToken) => await Task.Delay(-1); } }")]
    [InlineData("class A : A { private readonly CancellationTokenSource _c = new(); void M() => _ = Task.Run(async () => await Task.Delay(-1, _c.Token)); }")]
    [InlineData("class A { class B : A { class C : B { void M() => _ = Task.Run(async () => await Task.Delay(-1)); } } }")]
    [InlineData("interface I : I { void M() => _ = Task.Run(async () => await Task.Delay(-1)); }")]
    [InlineData("class A { async Task M() { await Task.Delay(-1); } async Task M() { await Task.Delay(-1); } void N() => _ = M(); }")]
    [InlineData("class A { Task _t; Task _t; void M() { _t = N(); } async Task N() => await Task.Delay(-1); }")]
    [InlineData("class A { void M() => _ = N(); partial Task N(); async partial Task N() { await Task.Delay(-1); } }")]
    [InlineData("class A { void M() => _ = N(); extern Task N(); abstract Task O(); }")]
    [InlineData("class A { void M() { _ = N(); } async Task N(); }")]
    [InlineData("class A<T> where T : A<T> { void M() => _ = new A<A<T>>().N(); async Task N() => await Task.Delay(-1); }")]
    [InlineData("class A { Missing _m = new(); void M() => _ = Task.Run(async () => await _m.ReadAsync(_m.Token)); }")]
    [InlineData("class A { CancellationTokenSource C => C; void M() => _ = Task.Run(async () => await Task.Delay(-1, C.Token)); }")]
    [InlineData("class A { CancellationToken T => T; void M() => _ = Task.Run(async () => await Task.Delay(-1, T)); }")]
    [InlineData("class A { private readonly CancellationTokenSource _c = new A()._c; void M() => _ = Task.Run(async () => await Task.Delay(-1, _c.Token)); }")]
    [InlineData("class A { private readonly CancellationTokenSource _c = _d, _d = _c; void M() => _ = Task.Run(async () => await Task.Delay(-1, _c.Token)); }")]
    [InlineData("namespace System.Threading.Tasks { public class Task { public static Task Run(Func<Task> f) => f(); } } class A { void M() => _ = Task.Run(() => null); }")]
    [InlineData("namespace System.Threading { public struct CancellationToken { } } class A { void M(CancellationToken t) => _ = Task.Run(async () => await Task.Delay(-1, t)); }")]
    [InlineData("_ = Task.Run(async () => await Task.Delay(-1)); class A { } _ = Task.Run(async () => await Task.Delay(-1));")]
    [InlineData("class { void () { _ = Task.Run(async () => await Task.Delay(-1)); } }")]
    [InlineData("void M() { _ = Task.Run(async () => await Task.Delay(-1));")]
    [InlineData("class A { A() : this() { _ = Task.Run(async () => await Task.Delay(-1)); } }")]
    [InlineData("class A(Task t = Task.Run(async () => await Task.Delay(-1))) { }")]
    [InlineData("[Attr(Task.Run(async () => await Task.Delay(-1)))] class A { }")]
    [InlineData("class A { int P { get; set { _ = Task.Run(async () => await Task.Delay(-1)); } = 3; }")]
    [InlineData("class A { event Action E { add { _ = Task.Run(async () => await Task.Delay(-1)); } } }")]
    [InlineData("enum E { A = Task.Run(async () => await Task.Delay(-1)) }")]
    [InlineData("delegate Task D(Task t = Task.Run(async () => await Task.Delay(-1)));")]
    [InlineData("")]
    [InlineData("}")]
    [InlineData("using")]
    public Task Impossible_Declarations_Are_Survived(string source) => Verify.Survives(source);

    [Fact]
    public async Task A_File_Cut_Off_At_Any_Place_Is_Survived()
    {
        await Verify.Reports(Whole);
        SyntaxToken[] tokens = [.. (await CSharpSyntaxTree.ParseText(Whole).GetRootAsync()).DescendantTokens()];
        for (int i = 7; i < tokens.Length; i += 20)
        {
            await Verify.Survives(Whole[..tokens[i].Span.End]);
        }
    }

    [Fact]
    public async Task A_File_That_Lacks_Any_Token_Is_Survived()
    {
        SyntaxToken[] tokens = [.. (await CSharpSyntaxTree.ParseText(Whole).GetRootAsync()).DescendantTokens()];
        for (int i = 3; i < tokens.Length; i += 20)
        {
            await Verify.Survives(Whole.Remove(tokens[i].SpanStart, tokens[i].Span.Length));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("namespace System { public class Object { } public struct Void { } }")]
    [InlineData("namespace System { public class Object { } public struct Void { } } namespace System.Threading.Tasks { public class Task { } }")]
    [InlineData("namespace System { public class Object { } public struct Void { } } namespace System.Threading { public struct CancellationToken { } }")]
    [InlineData("namespace System { public class Object { } public struct Void { } } namespace System.Threading { public struct CancellationToken { } } namespace System.Threading.Tasks { public class Task { } public class Task<T> { } }")]
    public Task A_Compilation_Without_Its_Framework_Is_Survived(string framework) => Verify.Survives(
        "using System; using System.Threading; using System.Threading.Channels; using System.Threading.Tasks;\n" + Whole + framework,
        Setup.Default with { References = TestReferences.Nothing, WithoutUsings = true });

    [Fact]
    public async Task A_Framework_Without_Channels_Is_No_Hindrance()
    {
        Setup bare = Setup.NetStandard20 with { References = TestReferences.BareNetStandard20, WithoutUsings = true };
        await Verify.Reported(
            "using System.Threading; using System.Threading.Tasks;\n"
            + Code.Class("void Scope() { _ = {|LEAK001:Task.Run|}(async () => await Task.Delay(Timeout.Infinite)); }"), bare);
        await Verify.Survives(Whole, bare);
    }
}
