using System.Text;

namespace LeakAnalyzer.Tests.Rules.LEAK001_UngovernedWait;

/// <summary>Tests that the analysis of very large code, or of code with very many calls, ends in time.</summary>
public class LargeCodeTests
{
    private const string Leak = "_ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync());";

    [Fact]
    public Task A_Method_Of_5000_Statements() => Verify.Reported(Code.Body(
        Leak + Repeated(5000, i => $"Work({i});")));

    [Fact]
    public Task A_Source_Over_Thousands_Of_Branches() => Verify.Silent(Code.Body(
        "using var cts = new CancellationTokenSource(); var stop = cts.Token; try { _ = Task.Run(async () => await reader.ReadAsync(stop));"
        + Repeated(1500, i => $"if (flag) {{ Work({i}); }} else {{ Work(); }}") + "} finally { cts.Cancel(); }"));

    [Fact]
    public Task Hundreds_Of_Starts_In_One_Scope() => Verify.Reported(Code.Body(
        Repeated(300, i => $"var c{i} = new CancellationTokenSource(); _ = Task.Run(async () => await reader.ReadAsync(c{i}.Token)); c{i}.Cancel();") + Leak));

    [Fact]
    public Task A_Deep_Nest_Of_Blocks() => Verify.Reported(Code.Body(
        Repeated(150, _ => "if (flag) { try {") + Leak + Repeated(150, _ => "} finally { } }")));

    [Fact]
    public Task A_Deep_Nest_Of_Local_Functions() => Verify.Reported(Code.Body(
        Repeated(60, i => $"F{i}(); void F{i}() {{") + Leak + Repeated(60, _ => "}")));

    [Fact]
    public Task A_Long_Expression() => Verify.Reported(Code.Body(
        Leak + "var text = \"\"" + Repeated(1500, i => $" + flag") + ";"));

    [Fact]
    public Task A_Long_Chain_Of_Calls() => Verify.Reported(Code.Body(
        "_ = {|LEAK001:PumpAsync|}(reader)" + Repeated(100, _ => ".ContinueWith(t => Work(t))") + ";"));

    [Fact]
    public Task Mutual_Recursion_Of_200_Methods() => Verify.Reported(Code.Class(
        "void Scope(ChannelReader<int> reader) { _ = {|LEAK001:M0|}(reader); }\n"
        + Repeated(200, i => $"async Task M{i}(ChannelReader<int> reader) {{ {(i == 1 ? "await reader.ReadAsync();" : "")} await M{(i + 1) % 200}(reader); await M{(i + 7) % 200}(reader); }}\n")));

    [Fact]
    public Task Recursion_Without_A_Wait_Of_200_Methods() => Verify.Silent(Code.Class(
        "void Scope(ChannelReader<int> reader) { _ = M0(reader); }\n"
        + Repeated(200, i => $"async Task M{i}(ChannelReader<int> reader) {{ await M{(i + 1) % 200}(reader); await M{(i + 7) % 200}(reader); await M{(i + 31) % 200}(reader); }}\n")));

    [Fact]
    public Task A_Ladder_That_Doubles_Its_Paths_At_Each_Step() => Verify.Silent(Code.Class(
        "void Scope(ChannelReader<int> reader, CancellationToken token) { _ = M0(reader, token); }\n"
        + Repeated(40, i => $"async Task M{i}(ChannelReader<int> reader, CancellationToken token) {{ await M{i + 1}(reader, token); await M{i + 1}(reader, token); }}\n")
        + "async Task M40(ChannelReader<int> reader, CancellationToken token) { await reader.ReadAsync(token); }"));

    [Fact]
    public Task A_Ladder_With_Different_Tokens_At_Each_Step() => Verify.Survives(Code.Class(
        "void Scope(ChannelReader<int> reader, CancellationToken a, CancellationToken b) { _ = M0(reader, a, b); }\n"
        + Repeated(40, i => $"async Task M{i}(ChannelReader<int> reader, CancellationToken a, CancellationToken b) {{ await M{i + 1}(reader, b, a); await M{i + 1}(reader, default, b); await M{i + 1}(reader, a, default); }}\n")
        + "async Task M40(ChannelReader<int> reader, CancellationToken a, CancellationToken b) { await reader.ReadAsync(a); await reader.ReadAsync(b); }"));

    [Fact]
    public Task A_Long_Chain_Of_Linked_Sources() => Verify.Silent(Code.Body(
        "var t0 = token;" + Repeated(200, i => $"var s{i} = CancellationTokenSource.CreateLinkedTokenSource(t{i}, t0); var t{i + 1} = s{i}.Token;")
        + "_ = Task.Run(async () => await reader.ReadAsync(t200));"));

    [Fact]
    public Task A_Long_Chain_Of_Locals() => Verify.Silent(Code.Body(
        "var t0 = token;" + Repeated(500, i => $"var t{i + 1} = flag ? t{i} : t{Math.Max(0, i - 1)};")
        + "_ = Task.Run(async () => await reader.ReadAsync(t500));"));

    [Fact]
    public Task A_Type_Of_2000_Members() => Verify.Reported(Code.Class(
        "private readonly CancellationTokenSource _cts = new(); private readonly CancellationTokenSource _other = new();\n"
        + Repeated(2000, i => $"public void M{i}() => _other.Cancel();\n")
        + "public void Scope() { _ = {|LEAK001:Task.Run|}(async () => await Task.Delay(-1, _cts.Token)); }"));

    [Fact]
    public Task Many_Scopes_That_Call_The_Same_Pump() => Verify.Reported(Code.Class(
        Repeated(300, i => $"public void M{i}(ChannelReader<int> reader) {{ _ = {{|LEAK001:PumpAsync|}}(reader); }}\n")
        + "private static async Task PumpAsync(ChannelReader<int> reader) => await reader.ReadAsync();"));

    private static string Repeated(int times, Func<int, string> text)
    {
        var all = new StringBuilder();
        for (int i = 0; i < times; i++)
        {
            all.Append(text(i));
        }

        return all.ToString();
    }
}
