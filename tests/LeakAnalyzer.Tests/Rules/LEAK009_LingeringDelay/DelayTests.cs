using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakAnalyzer.Tests.Rules.LEAK009_LingeringDelay;

/// <summary>Tests delays that lose a race and whose timer stays.</summary>
[OnOldestRoslyn]
public class DelayTests
{
    private const string Old = """
        public class Subject
        {
            public async Task Scope(Task work)
            {
                if (await Task.WhenAny(work, {|LEAK009:Task.Delay(60000)|}).ConfigureAwait(false) != work)
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
                        await Task.WhenAny(work, Task.Delay(60000, cts.Token)).ConfigureAwait(false);
                    }
                    finally
                    {
                        cts.Cancel();
                    }
                }
            }
        }
        """;

    /// <summary>CA2027 of the SDK reports the same delays.</summary>
    [Theory]
    [InlineData("await Task.WhenAny(other, {|LEAK009:Task.Delay(60000)|});")]
    [InlineData("await Task.WhenAny({|LEAK009:Task.Delay(TimeSpan.FromMinutes(1))|}, other);")]
    [InlineData("await Task.WhenAny(other, {|LEAK009:Task.Delay(TimeSpan.FromMinutes(1), TimeProvider.System)|});")]
    [InlineData("await Task.WhenAny(other, other, {|LEAK009:Task.Delay(60000)|});")]
    [InlineData("await Task.WhenAny(new[] { other, {|LEAK009:Task.Delay(60000)|} });")]
    [InlineData("await Task.WhenAny(new Task[] { other, {|LEAK009:Task.Delay(60000)|} });")]
    [InlineData("await Task.WhenAny([other, {|LEAK009:Task.Delay(60000)|}]);")]
    [InlineData("await Task.WhenAny({|LEAK009:Task.Delay(60000)|}, {|LEAK009:Task.Delay(90000)|});")]
    [InlineData("await Task.WhenAny(other, {|LEAK009:Task.Delay(milliseconds)|}).ConfigureAwait(false);")]
    [InlineData("if (await Task.WhenAny(other, {|LEAK009:Task.Delay(60000)|}) == other) { await other; } else { throw new TimeoutException(); }")]
    [InlineData("if (await Task.WhenAny(other, {|LEAK009:Task.Delay(60000)|}) != other) { throw new TimeoutException(); }")]
    [InlineData("while (flag) { await Task.WhenAny(other, {|LEAK009:Task.Delay(60000)|}); }")]
    [InlineData("while (true) { await Task.WhenAny(other, {|LEAK009:Task.Delay(60000)|}); }")]
    [InlineData("while (true) { try { await Task.WhenAny(other, {|LEAK009:Task.Delay(60000)|}); } catch (Exception) { } }")]
    [InlineData("try { Work(); } catch { await Task.WhenAny(other, {|LEAK009:Task.Delay(60000)|}); throw; }")]
    [InlineData("try { Work(); } finally { await Task.WhenAny(other, {|LEAK009:Task.Delay(60000)|}); }")]
    [InlineData("var race = Task.WhenAny(other, {|LEAK009:Task.Delay(60000)|}); await race;")]
    [InlineData("Func<Task> race = () => Task.WhenAny(other, {|LEAK009:Task.Delay(60000)|}); await race();")]
    [InlineData("await Local(); Task Local() => Task.WhenAny(other, {|LEAK009:Task.Delay(60000)|});")]
    [InlineData("Work(Task.WhenAny(other, {|LEAK009:Task.Delay(60000)|}));")]
    [InlineData("Task.WhenAny(other, {|LEAK009:Task.Delay(60000)|}).Wait();")]
    [InlineData("await Task.WhenAny(other, {|LEAK009:Task.Delay(60000)|}); throw new TimeoutException();")]
    public Task Where_CA2027_Reports_The_Rule_Does(string code) => Verify.Reported(Body(code), Setup.Races);

    [Theory]
    [InlineData("var delay = {|LEAK009:Task.Delay(60000)|}; await Task.WhenAny(other, delay);")]
    [InlineData("Task delay; delay = {|LEAK009:Task.Delay(60000)|}; await Task.WhenAny(other, delay);")]
    [InlineData("var delay = {|LEAK009:Task.Delay(60000)|}; if (await Task.WhenAny(other, delay) == delay) { throw new TimeoutException(); } await other;")]
    [InlineData("Task[] tasks = { other, {|LEAK009:Task.Delay(60000)|} }; await Task.WhenAny(tasks);")]
    [InlineData("var delay = {|LEAK009:Task.Delay(60000)|}; Task[] tasks = [other, delay]; await Task.WhenAny(tasks);")]
    [InlineData("var tasks = new List<Task> { other, {|LEAK009:Task.Delay(60000)|} }; await Task.WhenAny(tasks);")]
    [InlineData("Task.WaitAny(other, {|LEAK009:Task.Delay(60000)|});")]
    [InlineData("var delay = {|LEAK009:Task.Delay(60000)|}; Task.WaitAny(new[] { other, delay });")]
    [InlineData("while (flag) { var delay = {|LEAK009:Task.Delay(60000)|}; await Task.WhenAny(other, delay); }")]
    [InlineData("using var cts = new CancellationTokenSource(); await Task.WhenAny(other, {|LEAK009:Task.Delay(60000, cts.Token)|});")]
    [InlineData("using var cts = CancellationTokenSource.CreateLinkedTokenSource(token); await Task.WhenAny(other, {|LEAK009:Task.Delay(60000, cts.Token)|});")]
    [InlineData("using var cts = CancellationTokenSource.CreateLinkedTokenSource(token); var stop = cts.Token; await Task.WhenAny(other, {|LEAK009:Task.Delay(60000, stop)|}); if (flag) { cts.Cancel(); }")]
    [InlineData("using var cts = CancellationTokenSource.CreateLinkedTokenSource(token); try { await Task.WhenAny(other, {|LEAK009:Task.Delay(60000, cts.Token)|}); } finally { cts.Dispose(); }")]
    [InlineData("using var cts = new CancellationTokenSource(); var second = new CancellationTokenSource(); await Task.WhenAny(other, {|LEAK009:Task.Delay(60000, cts.Token)|}); second.Cancel();")]
    [InlineData("await Task.WhenAny(other, {|LEAK009:Task.Delay(60000, default)|});")]
    [InlineData("await Task.WhenAny(other, {|LEAK009:Task.Delay(60000, new CancellationToken())|});")]
    [InlineData("await Task.WhenAny(other, {|LEAK009:Task.Delay(60000, token)|});")]
    [InlineData("await Task.WhenAny(other, {|LEAK009:Task.Delay(60000, _owner.Token)|});")]
    [InlineData("await Task.WhenAny(other, {|LEAK009:Task.Delay(milliseconds, token)|});")]
    public Task A_Delay_That_CA2027_Does_Not_See_Is_Reported(string code) => Verify.Reported(Body(code), Setup.Races);

    [Theory]
    [InlineData("await Task.WhenAny(other, Task.Delay(60000, CancellationToken.None));")]
    [InlineData("using var cts = new CancellationTokenSource(); await Task.WhenAny(other, Task.Delay(60000, cts.Token)); cts.Cancel();")]
    [InlineData("using var cts = new CancellationTokenSource(); if (await Task.WhenAny(other, Task.Delay(60000, cts.Token)) == other) { cts.Cancel(); } Work();")]
    [InlineData("using var cts = new CancellationTokenSource(); var delay = Task.Delay(60000, cts.Token); if (await Task.WhenAny(other, delay) != delay) { cts.Cancel(); } Work();")]
    [InlineData("using var cts = CancellationTokenSource.CreateLinkedTokenSource(token); try { await Task.WhenAny(other, Task.Delay(60000, cts.Token)); Work(); } finally { cts.Cancel(); }")]
    [InlineData("using var cts = CancellationTokenSource.CreateLinkedTokenSource(token); try { await Task.WhenAny(other, Task.Delay(60000, cts.Token)); Work(); } finally { await cts.CancelAsync(); }")]
    [InlineData("var cts = new CancellationTokenSource(); Task<Task>? race = null; if (flag) { race = Task.WhenAny(other, Task.Delay(60000, cts.Token)); } Work(); if (race != null) { await race; cts.Cancel(); }")]
    [InlineData("using var cts = new CancellationTokenSource(5000); await Task.WhenAny(other, Task.Delay(60000, cts.Token));")]
    [InlineData("using var cts = new CancellationTokenSource(); await Task.WhenAny(other, Task.Delay(60000, cts.Token)); Work(); cts.Cancel();")]
    [InlineData("var cts = new CancellationTokenSource(); Work(cts); await Task.WhenAny(other, Task.Delay(60000, cts.Token));")]
    [InlineData("await Task.WhenAny(other, Task.Delay(60000, _owner.Token)); _owner.Cancel();")]
    [InlineData("await Task.Delay(60000);")]
    [InlineData("await Task.WhenAll(other, Task.Delay(60000));")]
    [InlineData("await Task.WhenAny(Task.Delay(60000));")]
    [InlineData("await other.WaitAsync(TimeSpan.FromMinutes(1));")]
    [InlineData("await Task.Delay(60000).WaitAsync(token);")]
    [InlineData("var delay = Task.Delay(60000); await Task.WhenAny(other, delay); await delay;")]
    [InlineData("var delay = Task.Delay(60000); await Task.WhenAny(other, delay); await Task.WhenAll(other, delay);")]
    [InlineData("var delay = Task.Delay(60000); await Task.WhenAny(other, delay); Work(delay);")]
    [InlineData("var deadline = Task.Delay(60000); while (flag) { if (await Task.WhenAny(other, deadline) == deadline) { return; } }")]
    [InlineData("await Mine.Task.WhenAny(other, Task.Delay(60000));")]
    [InlineData("await Task.WhenAny(other, Mine.Task.Delay(60000));")]
    public Task A_Delay_That_Is_Cancelled_Or_Not_Lost_Is_Not_Reported(string code) => Verify.Silent(Body(code), Setup.Races);

    /// <summary>Delays of at most five seconds aren't reported, if the time is known at compile time.</summary>
    [Theory]
    [InlineData("5000", "5001")]
    [InlineData("TimeSpan.FromSeconds(5)", "TimeSpan.FromSeconds(6)")]
    [InlineData("TimeSpan.FromMilliseconds(4999.5)", "TimeSpan.FromMilliseconds(5000.5)")]
    [InlineData("TimeSpan.FromMinutes(0.05)", "TimeSpan.FromMinutes(1)")]
    [InlineData("new TimeSpan(0, 0, 5)", "new TimeSpan(0, 1, 0)")]
    [InlineData("new TimeSpan(0, 0, 0, 2, 500)", "new TimeSpan(1, 0, 0, 0)")]
    [InlineData("Short", "Long")]
    [InlineData("s_short", "s_long")]
    [InlineData("2 * 1000", "milliseconds")]
    public async Task A_Short_Time_Is_Not_Reported(string shortTime, string longTime)
    {
        await Verify.Silent(Timed($"Task.Delay({shortTime}, token)"), Setup.Races);
        await Verify.Reported(Timed($"{{|LEAK009:Task.Delay({longTime}, token)|}}"), Setup.Races);

        static string Timed(string delay) => Body($"await Task.WhenAny(other, {delay});");
    }

    /// <summary>A delay isn't reported if the loop ends once another task of the race has completed: the delay wins each race but the last.</summary>
    [Theory]
    [InlineData("while (!_exit.Task.IsCompleted) { Work(); await Task.WhenAny(_exit.Task, Task.Delay(milliseconds)); }")]
    [InlineData("while (true) { Work(); if (await Task.WhenAny(_exit.Task, Task.Delay(milliseconds, token)) == _exit.Task) { return; } }")]
    [InlineData("while (true) { Work(); var delay = Task.Delay(milliseconds); await Task.WhenAny(_exit.Task, other, delay); if (!delay.IsCompleted) { return; } }")]
    [InlineData("while (!other.IsCompleted) { await Task.WhenAny(other, Task.Delay(milliseconds)); Work(); }")]
    [InlineData("Task? reply = other; while (true) { if (reply != null) { if (await Task.WhenAny(reply, Task.Delay(milliseconds)) == reply) { reply = null; } } if (flag) { break; } }")]
    [InlineData("while (!_stopped) { Work(); await Task.WhenAny(_exit.Task, Task.Delay(milliseconds)); }")]
    [InlineData("var stopped = Task.Delay(-1, token); while (!stopped.IsCompleted) { await Task.WhenAny(stopped, Task.Delay(milliseconds)); Work(); }")]
    public Task A_Sleep_That_An_Exit_Ends_Is_Not_Reported(string code) => Verify.Silent(Body(code), Setup.Races);

    [Theory]
    [InlineData("while (!_exit.Task.IsCompleted) { var answer = AskAsync(); await Task.WhenAny(answer, {|LEAK009:Task.Delay(milliseconds)|}); }")]
    [InlineData("while (flag) { await Task.WhenAny(_signal.Task, {|LEAK009:Task.Delay(milliseconds)|}); }")]
    [InlineData("var answer = AskAsync(); while (flag) { if (await Task.WhenAny(answer, {|LEAK009:Task.Delay(milliseconds)|}) == answer) { answer = AskAsync(); } }")]
    [InlineData("while (flag) { await Task.WhenAny(_exit.Task, AskAsync(), {|LEAK009:Task.Delay(milliseconds)|}); }")]
    [InlineData("await Task.WhenAny(_exit.Task, {|LEAK009:Task.Delay(milliseconds)|});")]
    public Task A_Sleep_That_Something_Else_Ends_Each_Time_Is_Reported(string code) => Verify.Reported(Body(code), Setup.Races);

    /// <summary>Comparing the delay's local with the winner isn't an await of the delay.</summary>
    [Theory]
    [InlineData("!first.Equals(delay)")]
    [InlineData("!Equals(first, delay)")]
    [InlineData("!ReferenceEquals(first, delay)")]
    [InlineData("!object.ReferenceEquals(delay, first)")]
    [InlineData("first is Task<int>")]
    [InlineData("first is not Task<int> won")]
    public Task A_Winner_Is_Compared_In_Many_Ways(string comparison) => Verify.Reported(Body(
        $"Task delay = {{|LEAK009:Task.Delay(milliseconds)|}}; Task first = await Task.WhenAny(AskAsync(), delay); Work({comparison});"), Setup.Races);

    [Theory]
    [InlineData("if (first.Equals(delay)) { return; } cts.Cancel();")]
    [InlineData("if (Equals(first, delay)) { return; } cts.Cancel();")]
    [InlineData("if (!ReferenceEquals(first, delay)) { cts.Cancel(); }")]
    [InlineData("if (!ReferenceEquals(first, answer)) { throw new TimeoutException(); } cts.Cancel();")]
    [InlineData("if (first is Task<int> won) { cts.Cancel(); await won; }")]
    [InlineData("if (first is not Task<int>) { throw new TimeoutException(); } cts.Cancel();")]
    public Task A_Delay_That_Is_Cancelled_Where_The_Comparison_Says_It_Has_Lost_Is_Not_Reported(string code) => Verify.Silent(Compared(code), Setup.Races);

    [Theory]
    [InlineData("if (!first.Equals(delay)) { return; } cts.Cancel();")]
    [InlineData("if (ReferenceEquals(first, delay)) { cts.Cancel(); }")]
    [InlineData("if (first is Task<int>) { return; } cts.Cancel();")]
    [InlineData("if (first is Task<string>) { cts.Cancel(); }")]
    public Task The_Other_Way_Round_It_Is_Reported(string code) =>
        Verify.Reported(Compared(code).Replace("Task.Delay(milliseconds, cts.Token)", "{|LEAK009:Task.Delay(milliseconds, cts.Token)|}", StringComparison.Ordinal), Setup.Races);

    [Theory]
    [InlineData("await Task.WhenAny(other, {|LEAK009:Task.Delay(milliseconds)|});", "; give it a token that is cancelled after the race")]
    [InlineData("using var cts = new CancellationTokenSource(); await Task.WhenAny(other, {|LEAK009:Task.Delay(milliseconds, cts.Token)|});", "; cancel 'cts' after the race")]
    [InlineData("await Task.WhenAny(other, {|LEAK009:Task.Delay(milliseconds, token)|});", "; give it a token that is linked to 'token' and cancelled after the race")]
    [InlineData("while (flag) { await Task.WhenAny(AskAsync(), {|LEAK009:Task.Delay(milliseconds)|}); }", ", one more in each iteration; give it a token that is cancelled after the race")]
    public async Task The_Report_Says_What_To_Do(string code, string end)
    {
        Diagnostic report = Assert.Single(await Verify.Reported(Body(code), Setup.Races));
        Assert.Equal(
            "The delay may lose the race in 'Task.WhenAny' and then keeps its timer until its time is over" + end, report.GetMessage(CultureInfo.InvariantCulture));
        Assert.StartsWith("Task.WhenAny", Assert.Single(report.AdditionalLocations).SourceTree!.GetText().ToString(report.AdditionalLocations[0].SourceSpan), StringComparison.Ordinal);
    }

    private static string Compared(string code) => Body(
        $"var answer = AskAsync(); using var cts = new CancellationTokenSource(); Task delay = Task.Delay(milliseconds, cts.Token); Task first = await Task.WhenAny(answer, delay); {code}");

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
        "await Task.WhenAny(Task.CompletedTask, {|LEAK009:Task.Delay(60000)|});", Setup.Races with { Output = OutputKind.ConsoleApplication });

    [Fact]
    public async Task The_Report_Is_A_Suggestion_At_The_Delay()
    {
        ImmutableArray<Diagnostic> reports = await Verify.Reported(Body("await Task.WhenAny(other, {|LEAK009:Task.Delay(60000)|});"), Setup.Races);

        Diagnostic report = Assert.Single(reports);
        Assert.Equal(DiagnosticSeverity.Info, report.Severity);
        Assert.Equal(
            "The delay may lose the race in 'Task.WhenAny' and then keeps its timer until its time is over; give it a token that is cancelled after the race",
            report.GetMessage(CultureInfo.InvariantCulture));
    }

    [Fact]
    public Task A_Report_Is_Suppressed_By_A_Pragma_And_Absent_In_Generated_Code() =>
        Verify.Reported(Body("await Task.WhenAny(other, {|LEAK009:Task.Delay(60000)|});"), Setup.Races with { ChecksSuppression = true });

    [Fact]
    public Task Each_Loser_Has_The_Report_Of_Its_Own_Rule() => Verify.Reported(Body(
        "await Task.WhenAny({|LEAK005:Task.Delay(-1, token)|}, {|LEAK009:Task.Delay(60000)|}, other);"), Setup.Races);

    private static string Body(string code) => Code.Class($$"""
        #pragma warning disable CS1998
            private const int Short = 5 * 1000, Long = 6 * 1000;
            private static readonly TimeSpan s_short = TimeSpan.FromSeconds(2), s_long = TimeSpan.FromMinutes(2);
            private readonly CancellationTokenSource _owner = new();
            private readonly TaskCompletionSource _exit = new();
            private TaskCompletionSource _signal = new();
            private volatile bool _stopped;

            public void Exit() => _stopped = _exit.TrySetResult();

            public void Renew() => (_signal, _) = (new TaskCompletionSource(), _signal.TrySetResult());

            private static async Task<int> AskAsync()
            {
                await Task.Yield();
                return 1;
            }

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
