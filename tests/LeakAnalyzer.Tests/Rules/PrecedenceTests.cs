using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace LeakAnalyzer.Tests.Rules;

/// <summary>Tests tasks that several rules could report: only the first of LEAK003, LEAK001, LEAK004 and LEAK002 that is on does.</summary>
public class PrecedenceTests
{
    /// <summary>
    /// A task that each of the four rules could report: its source is only disposed (LEAK003), a wait has no token (LEAK001), a loop never ends (LEAK004), and
    /// a wait has the caller's token (LEAK002).
    /// </summary>
    private const string All = """
        using var cts = new CancellationTokenSource();
        CancellationToken stop = cts.Token;
        _ = Task.Run(async () =>
        {
            await reader.WaitToReadAsync(stop);
            await reader.ReadAsync();
            await reader.Completion.WaitAsync(token);
            while (true)
            {
                await Task.Delay(1000);
            }
        });
        await Task.Delay(1000, token);
        """;

    [Theory]
    [InlineData("", "LEAK003")]
    [InlineData("LEAK003", "LEAK001")]
    [InlineData("LEAK003, LEAK001", "LEAK004")]
    [InlineData("LEAK003, LEAK001, LEAK004", "LEAK002")]
    [InlineData("LEAK003, LEAK001, LEAK004, LEAK002", null)]
    [InlineData("LEAK001, LEAK004, LEAK002", "LEAK003")]
    [InlineData("LEAK003, LEAK004", "LEAK001")]
    public async Task One_Task_Has_One_Report(string off, string? expected)
    {
        ImmutableArray<Diagnostic> reports = await Verify.Reports(Code.Body(All), Off(off));

        Assert.Equal(expected, reports.SingleOrDefault()?.Id);
    }

    [Theory]
    [InlineData("LEAK003", "reader.WaitToReadAsync(stop)")]
    [InlineData("LEAK001", "reader.WaitToReadAsync(stop)")]
    [InlineData("LEAK004", "while (true)")]
    [InlineData("LEAK002", "reader.Completion")]
    public async Task A_Report_Shows_The_Waits_That_Its_Rule_Is_About(string rule, string wait)
    {
        string off = string.Join(", ", new[] { "LEAK001", "LEAK002", "LEAK003", "LEAK004" }.Where(other => other != rule));

        Diagnostic report = Assert.Single(await Verify.Reports(Code.Body(All), Off(off)));

        Location first = report.AdditionalLocations[0];
        Assert.StartsWith(wait, first.SourceTree!.GetText().ToString(first.SourceSpan), StringComparison.Ordinal);
    }

    [Fact]
    public Task Each_Task_Of_A_Scope_Is_Judged_By_Itself() => Verify.Reported(Code.Body("""
        using var {|LEAK003:cts|} = new CancellationTokenSource();
        _ = PumpAsync(reader, cts.Token);
        _ = {|LEAK001:PumpAsync|}(reader);
        _ = {|LEAK004:Task.Run|}(async () => { while (true) { await Task.Delay(1000); } });
        _ = {|LEAK002:PumpAsync|}(reader, token);
        await PumpAsync(reader, token);
        """));

    [Theory]
    [InlineData("LEAK003", "LEAK002", "var cts = CancellationTokenSource.CreateLinkedTokenSource(token); _ = PumpAsync(reader, cts.Token); await Task.Yield();")]
    [InlineData("LEAK003", "LEAK001", "using var cts = CancellationTokenSource.CreateLinkedTokenSource(token); var stop = cts.Token; _ = PumpAsync(reader, stop); await Task.Yield();")]
    [InlineData("LEAK003", "LEAK004", "using var cts = new CancellationTokenSource(); _ = Task.Run(async () => { while (!cts.IsCancellationRequested) { await Task.Delay(1); } });")]
    [InlineData("LEAK001", "LEAK002", "_ = Task.Run(async () => { await reader.ReadAsync(); await reader.ReadAsync(token); }); await Task.Yield();")]
    [InlineData("LEAK001", "LEAK004", "_ = Task.Run(async () => { await reader.ReadAsync(); while (true) { await Task.Delay(1); } });")]
    [InlineData("LEAK004", "LEAK002", "_ = Task.Run(async () => { await reader.ReadAsync(token); while (true) { await Task.Delay(1); } }); await Task.Yield();")]
    public async Task With_A_Rule_Off_The_Next_Reports(string first, string next, string code)
    {
        Assert.Equal(first, Assert.Single(await Verify.Reports(Code.Body(code))).Id);
        // LEAK007 would report the source in place of LEAK003.
        Assert.Equal(next, Assert.Single(await Verify.Reports(Code.Body(code), Off(first + ", LEAK007"))).Id);
    }

    /// <summary>The loop calls what can't be seen, whose exceptions may end it by most rules' judgement; LEAK003 judges by the token that it passes.</summary>
    [Theory]
    [InlineData("_ = LoopAsync(_stopping.Token);", "_stopping.Dispose();", "LEAK003")]
    [InlineData("_task = LoopAsync(_stopping.Token);", "_stopping.Dispose();", "LEAK003")]
    [InlineData("_ = LoopAsync(_stopping.Token);", "", "LEAK010")]
    public async Task A_Task_Whose_Source_Is_Reported_Is_Not_Reported_Too(string start, string end, string expected)
    {
        ImmutableArray<Diagnostic> reports = await Verify.Reports($$"""
            public abstract class Base : IDisposable
            {
                private readonly CancellationTokenSource _stopping = new();
                private Task? _task;
                protected abstract Task ReceiveAsync(CancellationToken token);
                public bool IsRunning => _task is { IsCompleted: false };
                public void Start() { {{start}} }
                private async Task LoopAsync(CancellationToken token) { while (!token.IsCancellationRequested) { await ReceiveAsync(token); } }
                public void Dispose() { {{end}} }
            }
            """, Off("LEAK011"));

        Assert.Equal(expected, Assert.Single(reports).Id);
    }

    private static Setup Off(string rules) => Setup.Default with
    {
        EditorConfig = string.Concat(rules.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(rule => $"dotnet_diagnostic.{rule}.severity = none\n")),
    };
}
