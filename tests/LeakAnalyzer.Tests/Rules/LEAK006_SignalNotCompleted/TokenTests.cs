namespace LeakAnalyzer.Tests.Rules.LEAK006_SignalNotCompleted;

/// <summary>Tests waits on a channel or <c>TaskCompletionSource</c> that a token or a timeout may end.</summary>
[OnOldestRoslyn]
public class TokenTests
{
    [Theory]
    [InlineData("await c.Reader.ReadAsync(_stop.Token);", "", false)]
    [InlineData("await foreach (int item in c.Reader.ReadAllAsync(_stop.Token)) { Work(item); }", "", false)]
    [InlineData("await foreach (int item in c.Reader.ReadAllAsync().WithCancellation(_stop.Token)) { Work(item); }", "", false)]
    [InlineData("await c.Reader.Completion.WaitAsync(TimeSpan.FromSeconds(5));", "", false)]
    [InlineData("await c.Reader.ReadAsync(App.Stopping);", "", false)]
    [InlineData("await c.Reader.ReadAsync(CancellationToken.None);", "", false)]
    [InlineData("await c.Reader.ReadAsync(default);", "", true)]
    [InlineData("await c.Reader.ReadAsync(new CancellationTokenSource(5000).Token);", "", false)]
    [InlineData("await c.Reader.ReadAsync(new CancellationTokenSource().Token);", "", true)]
    [InlineData("await c.Reader.ReadAsync(token);", "", false)]
    [InlineData("await c.Reader.ReadAsync(token);", "await Task.Delay(1, token);", true)]
    [InlineData("await c.Reader.ReadAsync(token);", "while (flag) { flag = !flag; }", true)]
    public Task A_Token_Of_The_Wait(string wait, string behind, bool isReported) => Run($"CHANNEL _ = Task.Run(async () => {{ {wait} }}); {behind}", isReported);

    [Theory]
    [InlineData("using var cts = new CancellationTokenSource(); var stop = cts.Token; try { START Work(); } finally { cts.Cancel(); }", false)]
    [InlineData("using var cts = CancellationTokenSource.CreateLinkedTokenSource(token); var stop = cts.Token; try { START await Task.Delay(1, token); } finally { cts.Cancel(); }", false)]
    [InlineData("using var cts = CancellationTokenSource.CreateLinkedTokenSource(token); var stop = cts.Token; START await Task.Delay(1, token);", true)]
    [InlineData("using var cts = new CancellationTokenSource(); var stop = cts.Token; START Work();", true)]
    [InlineData("using var cts = new CancellationTokenSource(); var stop = cts.Token; try { START Work(); } finally { c.Writer.Complete(); }", false)]
    [InlineData("var cts = new CancellationTokenSource(); var stop = cts.Token; START Work(); cts.Cancel();", true)]
    public Task A_Source_Of_The_Scope(string code, bool isReported) => Run(
        "CHANNEL " + code.Replace("START", "_ = Task.Run(async () => await c.Reader.ReadAsync(stop));", StringComparison.Ordinal), isReported);

    [Fact]
    public Task A_Token_That_Only_The_Start_Is_Given_Governs_Nothing() =>
        Signals.Verify("CHANNEL _ = Task.Run(async () => await c.Reader.ReadAsync(), token);", isReported: true);

    [Theory]
    [InlineData("await p.Task;", true)]
    [InlineData("await p.Task.WaitAsync(token);", false)]
    [InlineData("await p.Task.WaitAsync(_stop.Token);", false)]
    [InlineData("await p.Task.WaitAsync(TimeSpan.FromSeconds(5));", false)]
    [InlineData("await p.Task.WaitAsync(CancellationToken.None);", true)]
    [InlineData("p.Task.Wait(1000);", false)]
    [InlineData("p.Task.Wait(_stop.Token);", false)]
    [InlineData("await Task.WhenAny(p.Task, Task.Delay(1000));", false)]
    public Task A_Promise_With_An_End(string wait, bool isReported) => Run($"PROMISE _ = Task.Run(async () => {{ {wait} }});", isReported);

    [Fact]
    public Task None_On_Purpose_Is_Reported_Where_The_User_Asks_For_It() => Signals.Verify(
        "CHANNEL _ = Task.Run(async () => await c.Reader.ReadAsync(CancellationToken.None));", isReported: true,
        Setup.Default with { EditorConfig = "leak_analyzer.report_explicit_none = true" });

    private static Task Run(string code, bool isReported)
    {
        string body = Signals.Scope(code, isReported) + """

            partial class Subject
            {
                private readonly CancellationTokenSource _stop = new();
                public void Dispose() => _stop.Cancel();
            }

            static class App { public static CancellationToken Stopping { get; set; } }
            """;
        return isReported ? Verify.Reported(body) : Verify.Silent(body);
    }
}
