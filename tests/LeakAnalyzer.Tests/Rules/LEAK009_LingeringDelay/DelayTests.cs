using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Tests.Rules.LEAK009_LingeringDelay;

/// <summary>A finite delay that loses a race: inline, in a local, with a token that nobody cancels after the race.</summary>
[OnOldestRoslyn]
public class DelayTests
{
    private const string Old = """
        public class Subject
        {
            public async Task Scope(Task work)
            {
                if (await Task.WhenAny(work, {|LEAK009:Task.Delay(1000)|}).ConfigureAwait(false) != work)
                {
                    throw new TimeoutException();
                }
            }

            public async Task Ended(Task work, CancellationToken token)
            {
                using (var cts = CancellationTokenSource.CreateLinkedTokenSource(token))
                {
                    try
                    {
                        await Task.WhenAny(work, Task.Delay(1000, cts.Token)).ConfigureAwait(false);
                    }
                    finally
                    {
                        cts.Cancel();
                    }
                }
            }
        }
        """;

    /// <summary>What the SDK's CA2027 reports: an inline delay without a token, raced with at least one other task.</summary>
    [Theory]
    [InlineData("await Task.WhenAny(other, {|LEAK009:Task.Delay(1000)|});")]
    [InlineData("await Task.WhenAny({|LEAK009:Task.Delay(TimeSpan.FromSeconds(1))|}, other);")]
    [InlineData("await Task.WhenAny(other, {|LEAK009:Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System)|});")]
    [InlineData("await Task.WhenAny(other, other, {|LEAK009:Task.Delay(1000)|});")]
    [InlineData("await Task.WhenAny(new[] { other, {|LEAK009:Task.Delay(1000)|} });")]
    [InlineData("await Task.WhenAny(new Task[] { other, {|LEAK009:Task.Delay(1000)|} });")]
    [InlineData("await Task.WhenAny([other, {|LEAK009:Task.Delay(1000)|}]);")]
    [InlineData("await Task.WhenAny({|LEAK009:Task.Delay(1000)|}, {|LEAK009:Task.Delay(2000)|});")]
    [InlineData("await Task.WhenAny(other, {|LEAK009:Task.Delay(milliseconds)|}).ConfigureAwait(false);")]
    [InlineData("if (await Task.WhenAny(other, {|LEAK009:Task.Delay(1000)|}) == other) { await other; } else { throw new TimeoutException(); }")]
    [InlineData("if (await Task.WhenAny(other, {|LEAK009:Task.Delay(1000)|}) != other) { throw new TimeoutException(); }")]
    [InlineData("while (flag) { await Task.WhenAny(other, {|LEAK009:Task.Delay(1000)|}); }")]
    [InlineData("while (true) { await Task.WhenAny(other, {|LEAK009:Task.Delay(1000)|}); }")]
    [InlineData("while (true) { try { await Task.WhenAny(other, {|LEAK009:Task.Delay(1000)|}); } catch (Exception) { } }")]
    [InlineData("try { Work(); } catch { await Task.WhenAny(other, {|LEAK009:Task.Delay(1000)|}); throw; }")]
    [InlineData("try { Work(); } finally { await Task.WhenAny(other, {|LEAK009:Task.Delay(1000)|}); }")]
    [InlineData("var race = Task.WhenAny(other, {|LEAK009:Task.Delay(1000)|}); await race;")]
    [InlineData("Func<Task> race = () => Task.WhenAny(other, {|LEAK009:Task.Delay(1000)|}); await race();")]
    [InlineData("await Local(); Task Local() => Task.WhenAny(other, {|LEAK009:Task.Delay(1000)|});")]
    [InlineData("Work(Task.WhenAny(other, {|LEAK009:Task.Delay(1000)|}));")]
    [InlineData("Task.WhenAny(other, {|LEAK009:Task.Delay(1000)|}).Wait();")]
    [InlineData("await Task.WhenAny(other, {|LEAK009:Task.Delay(1000)|}); throw new TimeoutException();")]
    public Task Where_CA2027_Reports_The_Rule_Does(string code) => Verify.Reported(Body(code), Setup.Races);

    [Theory]
    [InlineData("var delay = {|LEAK009:Task.Delay(1000)|}; await Task.WhenAny(other, delay);")]
    [InlineData("Task delay; delay = {|LEAK009:Task.Delay(1000)|}; await Task.WhenAny(other, delay);")]
    [InlineData("var delay = {|LEAK009:Task.Delay(1000)|}; if (await Task.WhenAny(other, delay) == delay) { throw new TimeoutException(); } await other;")]
    [InlineData("Task[] tasks = { other, {|LEAK009:Task.Delay(1000)|} }; await Task.WhenAny(tasks);")]
    [InlineData("var delay = {|LEAK009:Task.Delay(1000)|}; Task[] tasks = [other, delay]; await Task.WhenAny(tasks);")]
    [InlineData("var tasks = new List<Task> { other, {|LEAK009:Task.Delay(1000)|} }; await Task.WhenAny(tasks);")]
    [InlineData("Task.WaitAny(other, {|LEAK009:Task.Delay(1000)|});")]
    [InlineData("var delay = {|LEAK009:Task.Delay(1000)|}; Task.WaitAny(new[] { other, delay });")]
    [InlineData("while (flag) { var delay = {|LEAK009:Task.Delay(1000)|}; await Task.WhenAny(other, delay); }")]
    [InlineData("using var cts = new CancellationTokenSource(); await Task.WhenAny(other, {|LEAK009:Task.Delay(1000, cts.Token)|});")]
    [InlineData("using var cts = CancellationTokenSource.CreateLinkedTokenSource(token); await Task.WhenAny(other, {|LEAK009:Task.Delay(1000, cts.Token)|});")]
    [InlineData("using var cts = CancellationTokenSource.CreateLinkedTokenSource(token); var stop = cts.Token; await Task.WhenAny(other, {|LEAK009:Task.Delay(1000, stop)|}); if (flag) { cts.Cancel(); }")]
    [InlineData("using var cts = CancellationTokenSource.CreateLinkedTokenSource(token); try { await Task.WhenAny(other, {|LEAK009:Task.Delay(1000, cts.Token)|}); } finally { cts.Dispose(); }")]
    [InlineData("using var cts = new CancellationTokenSource(); var second = new CancellationTokenSource(); await Task.WhenAny(other, {|LEAK009:Task.Delay(1000, cts.Token)|}); second.Cancel();")]
    [InlineData("await Task.WhenAny(other, {|LEAK009:Task.Delay(1000, default)|});")]
    [InlineData("await Task.WhenAny(other, {|LEAK009:Task.Delay(1000, new CancellationToken())|});")]
    public Task A_Delay_That_CA2027_Does_Not_See_Is_Reported(string code) => Verify.Reported(Body(code), Setup.Races);

    [Theory]
    [InlineData("await Task.WhenAny(other, Task.Delay(1000, token));")]
    [InlineData("await Task.WhenAny(other, Task.Delay(1000, _owner.Token));")]
    [InlineData("await Task.WhenAny(other, Task.Delay(1000, CancellationToken.None));")]
    [InlineData("using var cts = new CancellationTokenSource(); await Task.WhenAny(other, Task.Delay(1000, cts.Token)); cts.Cancel();")]
    [InlineData("using var cts = new CancellationTokenSource(); if (await Task.WhenAny(other, Task.Delay(1000, cts.Token)) == other) { cts.Cancel(); } Work();")]
    [InlineData("using var cts = new CancellationTokenSource(); var delay = Task.Delay(1000, cts.Token); if (await Task.WhenAny(other, delay) != delay) { cts.Cancel(); } Work();")]
    [InlineData("using var cts = CancellationTokenSource.CreateLinkedTokenSource(token); try { await Task.WhenAny(other, Task.Delay(1000, cts.Token)); Work(); } finally { cts.Cancel(); }")]
    [InlineData("using var cts = CancellationTokenSource.CreateLinkedTokenSource(token); try { await Task.WhenAny(other, Task.Delay(1000, cts.Token)); Work(); } finally { await cts.CancelAsync(); }")]
    [InlineData("using var cts = new CancellationTokenSource(5000); await Task.WhenAny(other, Task.Delay(1000, cts.Token));")]
    [InlineData("using var cts = new CancellationTokenSource(); await Task.WhenAny(other, Task.Delay(1000, cts.Token)); Work(); cts.Cancel();")]
    [InlineData("var cts = new CancellationTokenSource(); Work(cts); await Task.WhenAny(other, Task.Delay(1000, cts.Token));")]
    [InlineData("await Task.Delay(1000);")]
    [InlineData("await Task.WhenAll(other, Task.Delay(1000));")]
    [InlineData("await Task.WhenAny(Task.Delay(1000));")]
    [InlineData("await other.WaitAsync(TimeSpan.FromSeconds(1));")]
    [InlineData("await Task.Delay(1000).WaitAsync(token);")]
    [InlineData("var delay = Task.Delay(1000); await Task.WhenAny(other, delay); await delay;")]
    [InlineData("var delay = Task.Delay(1000); await Task.WhenAny(other, delay); await Task.WhenAll(other, delay);")]
    [InlineData("var delay = Task.Delay(1000); await Task.WhenAny(other, delay); Work(delay);")]
    [InlineData("var deadline = Task.Delay(1000); while (flag) { if (await Task.WhenAny(other, deadline) == deadline) { return; } }")]
    [InlineData("await Mine.Task.WhenAny(other, Task.Delay(1000));")]
    [InlineData("await Task.WhenAny(other, Mine.Task.Delay(1000));")]
    public Task A_Delay_That_Is_Cancelled_Or_Not_Lost_Is_Not_Reported(string code) => Verify.Silent(Body(code), Setup.Races);

    [Theory]
    [InlineData(LanguageVersion.CSharp7_3)]
    [InlineData(LanguageVersion.CSharp12)]
    public async Task Older_Languages_And_Frameworks(LanguageVersion version)
    {
        await Verify.Reported(Old, Setup.Races with { Language = version });
        await Verify.Reported(Old, Setup.Races with { Language = version, References = TestReferences.NetStandard20 });
    }

    [Fact]
    public Task A_Delay_In_A_Top_Level_Program_Is_Reported() => Verify.Reported(
        "await Task.WhenAny(Task.CompletedTask, {|LEAK009:Task.Delay(1000)|});", Setup.Races with { Output = OutputKind.ConsoleApplication });

    [Fact]
    public async Task The_Report_Is_A_Suggestion_At_The_Delay()
    {
        ImmutableArray<Diagnostic> reports = await Verify.Reported(Body("await Task.WhenAny(other, {|LEAK009:Task.Delay(1000)|});"), Setup.Races);

        Diagnostic report = Assert.Single(reports);
        Assert.Equal(DiagnosticSeverity.Info, report.Severity);
        Assert.Equal(
            "The delay may lose the race in 'Task.WhenAny' and then keeps its timer until its time is over; give it a token that is cancelled after the race",
            report.GetMessage(CultureInfo.InvariantCulture));
    }

    [Fact]
    public Task A_Report_Is_Suppressed_By_A_Pragma_And_Absent_In_Generated_Code() =>
        Verify.Reported(Body("await Task.WhenAny(other, {|LEAK009:Task.Delay(1000)|});"), Setup.Races with { ChecksSuppression = true });

    [Fact]
    public Task Each_Loser_Has_The_Report_Of_Its_Own_Rule() => Verify.Reported(Body(
        "await Task.WhenAny({|LEAK005:Task.Delay(-1, token)|}, {|LEAK009:Task.Delay(1000)|}, other);"), Setup.Races);

    private static string Body(string code) => Code.Class($$"""
        #pragma warning disable CS1998
            private readonly CancellationTokenSource _owner = new();

            public async Task Scope(Task other, int milliseconds, CancellationToken token, bool flag)
            {
                {{code}}
            }
        """) + """

        static class Mine
        {
            public static class Task
            {
                public static System.Threading.Tasks.Task WhenAny(params System.Threading.Tasks.Task[] tasks) => tasks[0];
                public static System.Threading.Tasks.Task Delay(int time) => System.Threading.Tasks.Task.CompletedTask;
            }
        }
        """;
}
