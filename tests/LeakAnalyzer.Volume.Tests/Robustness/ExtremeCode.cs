using System.Collections.Immutable;

namespace LeakAnalyzer.Volume.Tests.Robustness;

/// <summary>Code that nobody writes by hand: very long, very deeply nested, or with circular calls.</summary>
/// <param name="Name">The name of the shape.</param>
/// <param name="Size">The length or depth with which the shape is analysed.</param>
/// <param name="Of">Creates code of the shape with a length or depth.</param>
internal sealed record ExtremeCode(string Name, int Size, Func<int, string> Of)
{
    private const string Usings = "using System; using System.Collections.Generic; using System.Threading; using System.Threading.Channels; using System.Threading.Tasks;\n";

    /// <summary>The sizes differ, because the time of the analysis grows differently with them.</summary>
    public static ImmutableArray<ExtremeCode> All { get; } =
    [
        // Long code.
        InMethod("a long method that starts nothing", 20_000, (i, _) => $"Work({i}); if (flag) {{ n += {i}; }}"),
        InMethod("a long method with starts here and there", 20_000, (i, _) => i % 100 == 0 ? "_ = Task.Run(async () => await reader.ReadAsync());" : $"Work({i});"),
        InMethod("a long method that awaits", 20_000, (i, _) => i % 100 == 0 ? "_ = Task.Run(async () => await reader.ReadAsync(token));" : "await Task.Yield();"),
        InMethod("many starts in a scope", 10_000, (_, _) => "_ = Task.Run(async () => await reader.ReadAsync());"),
        InMethod("many starts of a method in a scope", 10_000, (_, _) => "_ = PumpAsync();"),
        InMethod("many starts with the caller's token", 5_000, (_, _) => "_ = PumpAsync(token);"),
        InMethod("many loops in a scope", 3_000, (_, _) => "_ = Task.Run(async () => { while (true) { await Task.Delay(1000); } });"),
        InMethod("many sources in a scope", 500, (i, _) => $"var cts{i} = CancellationTokenSource.CreateLinkedTokenSource(token); Work(cts{i}.Token);"),
        InMethod("many sources with work in a scope", 100, (i, _) => $"var cts{i} = new CancellationTokenSource(); _ = PumpAsync(cts{i}.Token); cts{i}.Dispose();"),
        InMethod("many uses of a source", 5_000, (_, _) => "_ = PumpAsync(source.Token); Work(source);", "var source = new CancellationTokenSource();"),
        InMethod("many registrations in a scope", 300, (i, _) => $"var registration{i} = token.Register(() => Work({i})); await Task.Yield(); registration{i}.Dispose();"),
        InMethod("many races in a scope", 100, (i, _) => $"Task read{i} = reader.ReadAsync().AsTask(); if (await Task.WhenAny(read{i}, Task.Delay(60_000)) != read{i}) {{ Work({i}); }}"),
        InMethod("a race of many", 3_000, (i, _) => $"Task read{i} = reader.ReadAsync().AsTask();", after: count => "await Task.WhenAny(" + string.Join(", ", Enumerable.Range(0, count).Select(i => $"read{i}")) + ");"),
        InMethod("many channels in a scope", 50, (i, _) => $"var rows{i} = Channel.CreateUnbounded<int>(); Task all{i} = DrainAsync(rows{i}.Reader); if (flag) {{ return; }} rows{i}.Writer.Complete(); await all{i};"),
        InMethod("a promise that is set on many paths", 3_000, (i, _) => $"if (n == {i}) {{ done.TrySetResult(); return; }}", "var done = new TaskCompletionSource(); _ = Task.Run(async () => await done.Task);"),
        InMethod("many handlers one after the other", 2_000, (i, _) => $"try {{ await Task.Yield(); Work({i}); }} catch (Exception e) {{ Work(e); }} finally {{ Work(n); }}", "var cts = new CancellationTokenSource(); _ = PumpAsync(cts.Token);", _ => "cts.Cancel();"),
        InMethod("many aliases", 2_000, (i, _) => $"var alias{i + 1} = alias{i};", "var alias0 = new CancellationTokenSource();", count => $"_ = PumpAsync(alias{count}.Token); Work();"),
        InMethod("many writes of a local", 3_000, (i, _) => $"if (flag) {{ cts = new CancellationTokenSource(); _ = PumpAsync(cts.Token); }}", "CancellationTokenSource cts = null;"),
        InMethod("many jumps", 1_500, (i, count) => $"label{i}: Work({i}); if (n == {i}) {{ goto label{(i * 7919) % count}; }}", "var cts = new CancellationTokenSource(); _ = PumpAsync(cts.Token);", _ => "cts.Cancel();"),
        InMethod("many local functions", 3_000, (i, _) => $"async Task Local{i}() {{ await reader.ReadAsync(); }} _ = Local{i}();"),
        InMethod("local functions that call each other", 1_000, (i, count) => $"async Task Local{i}() {{ await Task.Yield(); await Local{(i + 1) % count}(); await Local{(i * 31) % count}(); }}", after: _ => "_ = Local0(); Work();"),
        InMethod("a long switch", 100, (i, _) => $"case {i}: _ = Task.Run(async () => await reader.ReadAsync(cts.Token)); break;", "var cts = new CancellationTokenSource(); switch (n) {", _ => "}"),
        new("a long collection of starts", 5_000, size => Method($"Task[] tasks = {{ {Repeat(size, _ => "PumpAsync(),")} }};")),
        new("an invocation of many arguments", 3_000, size => Method($"_ = Task.WhenAll({string.Join(", ", Enumerable.Repeat("PumpAsync()", size))});")),

        // Many members.
        InClass("many methods that start a task of a field", 3_000, (i, _) => $"public void Start{i}() {{ _ = Task.Run(async () => await _reader.ReadAsync()); }}"),
        InClass("many methods that use a source of the type", 200, (i, _) => $"public void Start{i}() {{ _cts?.Dispose(); _cts = new CancellationTokenSource(); _loop = PumpAsync(_cts.Token); }}"),
        InClass("many fields that keep a task", 2_000, (i, _) => $"private Task _loop{i}; public void Start{i}() {{ _loop{i} = PumpAsync(); }} public void Stop{i}() {{ Work(_loop{i}); }}"),
        InClass("many types that can be disposed", 1_000, (i, count) => $"public sealed class Owner{i} : IDisposable {{ private readonly Task _loop; public Owner{i}() {{ _loop = Task.Run(async () => {{ while (true) {{ await Task.Delay(1000); }} }}); }} public void Dispose() {{ Next(); }} void Next() {{ new Owner{(i + 1) % count}().Dispose(); }} }}"),
        InClass("an interface with many implementations", 2_000, (i, _) => $"public class Job{i} : IJob {{ public async Task RunAsync(CancellationToken token) => await Task.Delay(-1, token); public void Start(IJob job) {{ _ = job.RunAsync(default); }} }}"),
        InClass("overrides one below the other", 200, (i, _) => $"public class Base{i + 1} : Base{i} {{ protected override async Task RunAsync() {{ await base.RunAsync(); }} public override void Dispose() {{ base.Dispose(); }} public void Start{i}() {{ _ = RunAsync(); }} }}"),
        InClass("many parts of a type", 1_000, (i, _) => $"public partial class Part {{ public void Start{i}() {{ _ = Task.Run(async () => await _done.Task); }} }}", _ => "public partial class Part { private readonly TaskCompletionSource _done = new(); }"),

        // Deep and circular calls.
        InClass("deep calls", 1_000, (i, _) => $"private async Task Call{i}() {{ await Call{i + 1}(); }} private void Enter{i}() {{ _ = Call{i}(); }}", count => $"private async Task Call{count}() {{ await _reader.ReadAsync(); }}"),
        InClass("deep calls with a token", 1_000, (i, _) => $"private Task Call{i}(CancellationToken stop) => Call{i + 1}(stop); public void Enter{i}(CancellationToken stop) {{ _ = Call{i}(stop); Thread.Sleep(1); }}", count => $"private async Task Call{count}(CancellationToken stop) {{ await _reader.ReadAsync(stop); }}"),
        InClass("a circle of calls", 1_000, (i, count) => $"private async Task Call{i}() {{ await Call{(i + 1) % count}(); }} private void Enter{i}() {{ _ = Call{i}(); }}"),
        InClass("calls of everyone by everyone", 60, (i, count) => $"private async Task Call{i}() {{ {Repeat(count, j => $"await Call{j}();")} await _reader.ReadAsync(); }} private void Enter{i}() {{ _ = Call{i}(); }}"),
        InClass("calls of the next two", 400, (i, _) => $"private async Task Call{i}() {{ if (_flag) {{ await Call{i + 1}(); }} else {{ await Call{i + 2}(); }} }} private void Enter{i}() {{ _ = Call{i}(); }}", count => $"private async Task Call{count}() {{ await Call{count + 1}(); }} private async Task Call{count + 1}() {{ await _reader.ReadAsync(); }}"),
        InClass("deep calls, the deepest first", 1_000, (i, count) => $"private void Enter{count - i}() {{ _ = Call{count - i}(); }} private async Task Call{count - i}() {{ {(i == 0 ? "await _reader.ReadAsync();" : $"await Call{count - i + 1}();")} }}"),
        InClass("calls of the next two, the deepest first", 400, (i, count) => $"private void Enter{count - i}() {{ _ = Call{count - i}(); }} private async Task Call{count - i}() {{ {(i < 2 ? "await _reader.ReadAsync();" : $"await Call{count - i + 1}(); await Call{count - i + 2}();")} }}"),
        InClass("calls of everyone by everyone with a source", 60, (i, count) => $"private void Call{i}(CancellationTokenSource source) {{ {Repeat(count, j => $"Call{j}(source);")} }} private void Enter{i}() {{ var cts = new CancellationTokenSource(); Call{i}(cts); _ = PumpAsync(cts.Token); }}"),
        InClass("calls of everyone by everyone beside a source of the type", 60, (i, count) => $"private void Call{i}() {{ {Repeat(count, j => $"Call{j}();")} }} public void Enter{i}() {{ Call{i}(); _loop = PumpAsync(_cts.Token); }} public void Dispose{i}() {{ Call{i}(); _cts.Dispose(); }}"),
        InClass("layers of calls", 80, (i, count) => $"private async Task Call{i}() {{ {(i / 10 == (count - 1) / 10 ? "await _reader.ReadAsync();" : Repeat(10, j => $"await Call{(i / 10 + 1) * 10 + j}();"))} }} private void Enter{i}() {{ _ = Call{i}(); }}"),
        InClass("layers of calls with a source", 400, (i, count) => $"private void Call{i}(CancellationTokenSource source) {{ {(i / 10 == (count - 1) / 10 ? "source.Cancel();" : Repeat(10, j => $"Call{(i / 10 + 1) * 10 + j}(source);"))} }} private void Enter{i}() {{ var cts = new CancellationTokenSource(); Call{i}(cts); _ = PumpAsync(cts.Token); }}"),
        InClass("makers of a source in a circle", 500, (i, count) => $"private CancellationTokenSource Make{i}() => _flag ? new CancellationTokenSource() : Make{(i + 1) % count}(); private void Enter{i}() {{ var cts = Make{i}(); _ = PumpAsync(cts.Token); }}"),
        InClass("disposals in a circle", 500, (i, count) => $"public sealed class D{i} : IDisposable {{ private readonly D{(i + 1) % count} _next = new(); private readonly CancellationTokenSource _cts = new(); public D{i}() {{ _ = PumpAsync(_cts.Token); }} public void Dispose() {{ _next.Dispose(); _cts.Dispose(); }} }}"),
        InClass("types that inherit in a circle", 300, (i, count) => $"public class T{i} : T{(i + 1) % count} {{ public void Start() {{ _ = PumpAsync(); }} }}"),
        InClass("generic types in a circle", 100, (i, count) => $"public class T{i}<X> : T{(i + 1) % count}<T{i}<X>> {{ public T{i}<T{i}<X>> Next; public async Task RunAsync() {{ await Next.RunAsync(); }} public void Start() {{ _ = RunAsync(); }} }}"),
        InClass("structures that hold each other", 300, (i, count) => $"public struct S{i} {{ private S{(i + 1) % count} _next; private CancellationTokenSource _cts; public void Start() {{ _ = PumpAsync(_cts.Token); }} public void Dispose() {{ _next.Dispose(); }} }}"),
        InClass("fields that are made of each other", 1_000, (i, count) => $"private static readonly Channel<int> s_channel{i} = s_channel{(i + 1) % count}; public void Start{i}() {{ _ = Task.Run(async () => await s_channel{i}.Reader.ReadAsync()); }}"),
        InClass("properties that give each other", 1_000, (i, count) => $"private CancellationToken Token{i} => Token{(i + 1) % count}; public void Start{i}() {{ _ = PumpAsync(Token{i}); Thread.Sleep(1); }}"),
        new("aliases in a circle", 1_000, size => Method($"{Repeat(size, i => $"CancellationTokenSource alias{i} = null;")} while (flag) {{ {Repeat(size, i => $"alias{i} = alias{(i + 1) % size};")} }} _ = PumpAsync(alias0.Token); Work();")),

        // Nesting as deep as the compiler allows.
        Nested("nested blocks", 400, "if (flag) {", "_ = PumpAsync();", "}"),
        Nested("nested loops", 150, "while (flag) {", "_ = PumpAsync(token); await Task.Yield();", "}"),
        Nested("nested handlers", 100, "try {", "var cts = new CancellationTokenSource(); _ = PumpAsync(cts.Token); Work(); cts.Cancel();", "} catch (InvalidOperationException) { Work(); } finally { Work(); }"),
        Nested("nested usings", 200, "using (var cts = CancellationTokenSource.CreateLinkedTokenSource(token)) {", "_ = PumpAsync(); Work();", "}", isScoped: true),
        Nested("nested starts", 5, "_ = Task.Run(async () => { await reader.ReadAsync();", "await reader.ReadAsync();", "});"),
        Nested("nested lambdas", 60, "Action run = () => {", "_ = PumpAsync(); Thread.Sleep(1);", "};", isScoped: true),
        Nested("nested local functions", 60, "async Task Local() { await Task.Yield(); _ = Local();", "await reader.ReadAsync();", "}"),
        Nested("nested switches", 150, "switch (n) { case 1:", "_ = PumpAsync();", "break; default: Work(); break; }"),
        new("a long chain of else", 500, size => Method($"{Repeat(size, i => $"if (n == {i}) {{ _ = PumpAsync(); }} else")} {{ Work(); }}")),
        new("a long sum", 4_000, size => Method($"_ = Task.Run(async () => await reader.ReadAsync()); n = {string.Join(" + ", Enumerable.Repeat("await reader.ReadAsync()", size))};")),
        new("a long condition", 2_000, size => Method($"while ({string.Join(" && ", Enumerable.Repeat("!token.IsCancellationRequested", size))}) {{ _ = PumpAsync(); await Task.Delay(1); }}")),
        new("a long chain of calls", 400, size => Method($"_ = Task.CompletedTask{Repeat(size, _ => ".ContinueWith(async previous => await reader.ReadAsync())")};")),
        new("a long chain of members", 400, size => Method($"Work(first{Repeat(size, _ => ".Next")}); _ = first{Repeat(size, _ => ".Next")}.RunAsync();")),
        new("deep parentheses", 150, size => Method($"_ = {new string('(', size)}PumpAsync(){new string(')', size)};")),
        new("a deep choice", 200, size => Method($"_ = {Repeat(size, i => $"n == {i} ? PumpAsync(token) : ")} PumpAsync();")),
        new("a deep argument", 200, size => Method($"_ = {Repeat(size, _ => "Task.WhenAll(")}PumpAsync(){new string(')', size)};")),
        new("deep types", 300, size => $"{Usings}{Repeat(size, i => $"class C{i} {{ async Task RunAsync() {{ await Task.Delay(-1); }} void Start() {{ _ = RunAsync(); }}\n")}{new string('}', size)}"),
        new("a deep generic type", 100, size => Class($"private readonly {Repeat(size, _ => "Dictionary<int,")}Channel<int>{new string('>', size)} _deep = new(); void Start() {{ _ = Task.Run(async () => await _deep{Repeat(size, _ => "[0]")}.Reader.ReadAsync()); }}")),
    ];

    /// <summary>The members that all generated classes have.</summary>
    public const string CommonMembers =
        """
            private readonly ChannelReader<int> _reader;
            private CancellationTokenSource _cts = new();
            private Task _loop;
            private bool _flag;
            public C(ChannelReader<int> reader, bool flag) { _reader = reader; _flag = flag; }
            private static void Work(params object[] values) { }
            private static async Task PumpAsync(CancellationToken token = default) { await Task.Delay(-1, token); }
            private static async Task DrainAsync(ChannelReader<int> reader) { await reader.WaitToReadAsync(); }
        """;

    /// <summary>The types that the generated classes use.</summary>
    public const string CommonTypes =
        Usings +
        """
        public interface IJob { Task RunAsync(CancellationToken token); }

        public class Node { public Node Next => this; public async Task RunAsync() => await Task.Delay(-1); }

        public abstract class Base0 : IDisposable { protected virtual async Task RunAsync() { await Task.Delay(-1); } public virtual void Dispose() { } }
        """;

    /// <summary>Creates the members of the class for a size; null if the code isn't a list of members.</summary>
    public Func<int, IEnumerable<string>>? Members { get; init; }

    /// <summary>Creates a file with a part of the class.</summary>
    public static string Part(string member) => $"{Usings}\npartial class C\n{{\n{member}\n}}\n";

    private static ExtremeCode InMethod(string name, int size, Func<int, int, string> line, string before = "", Func<int, string>? after = null) =>
        new(name, size, count => Method($"{before}\n{Repeat(count, i => line(i, count))}{after?.Invoke(count)}"));

    private static ExtremeCode InClass(string name, int size, Func<int, int, string> member, Func<int, string>? more = null) =>
        new(name, size, count => Class(Repeat(count, i => member(i, count)) + more?.Invoke(count)))
        {
            Members = count => Enumerable.Range(0, count).Select(i => member(i, count)).Append(more?.Invoke(count) ?? ""),
        };

    private static ExtremeCode Nested(string name, int size, string open, string inner, string close, bool isScoped = false) => new(name, size, depth => Method(
        $"{Repeat(depth, i => isScoped ? open.Replace("cts", $"cts{i}", StringComparison.Ordinal).Replace("run", $"run{i}", StringComparison.Ordinal) : open.Replace("Local", $"Local{i}", StringComparison.Ordinal))}{inner}\n{Repeat(depth, _ => close)}"));

    private static string Repeat(int count, Func<int, string> part) => string.Concat(Enumerable.Range(0, count).Select(i => part(i) + "\n"));

    private static string Method(string body) => Class($"async Task M(ChannelReader<int> reader, CancellationToken token, bool flag, int n, Node first)\n{{\n{body}\n}}");

    private static string Class(string members) => $"{CommonTypes}\n\npartial class C\n{{\n{CommonMembers}\n\n{members}\n}}\n";
}
