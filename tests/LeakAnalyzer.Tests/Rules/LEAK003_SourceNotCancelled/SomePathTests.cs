namespace LeakAnalyzer.Tests.Rules.LEAK003_SourceNotCancelled;

/// <summary>Tests a <c>CancellationTokenSource</c> that isn't cancelled on some path from the start of the task to the method's exit.</summary>
public class SomePathTests
{
    private const string Start = "_ = Task.Run(async () => await reader.ReadAsync(stop));";

    public static TheoryData<string> Paths() =>
    [
        "START",
        "START Work();",
        "START cts.Dispose();",
        "START if (flag) { return; } cts.Cancel();",
        "START if (flag) { cts.Cancel(); }",
        "START if (flag) { cts.Dispose(); return; } cts.Cancel();",
        "START if (flag) { throw new InvalidOperationException(); } cts.Cancel();",
        "START Work(); cts.Cancel();",
        "START await Task.Delay(1, token); cts.Cancel();",
        "START _ = new Uri(\"a\"); cts.Cancel();",
        "START token.ThrowIfCancellationRequested(); cts.Cancel();",
        "START while (flag) { if (token.IsCancellationRequested) { return; } Work(); } cts.Cancel();",
        "START try { Work(); cts.Cancel(); } finally { Work(); }",
        "START using (cts) { Work(); cts.Cancel(); }",
        "START try { Work(); } catch { cts.Cancel(); throw; }",
        "START try { Work(); } catch (TimeoutException) { cts.Cancel(); }",
        "START try { Work(); } catch (TimeoutException) { return; } finally { Work(); } cts.Cancel();",
        "START try { Work(); } catch (Exception) { return; } cts.Cancel();",
        "START try { Work(); } catch (Exception) when (flag) { } cts.Cancel();",
        "START switch (flag) { case true: cts.Cancel(); break; }",
        "START switch (flag) { case true: cts.Cancel(); break; default: break; }",
        "START switch (flag) { case true: return; default: cts.Cancel(); break; }",
        "START foreach (var item in new[] { 1 }) { cts.Cancel(); }",
        "START for (int i = 0; i < 9; i++) { if (flag) { cts.Cancel(); break; } }",
        "START while (true) { if (flag) { break; } if (token.IsCancellationRequested) { cts.Cancel(); return; } }",
        "START try { Work(); } finally { if (flag) { cts.Cancel(); } }",
        "START Work(); try { Work(); } finally { cts.Cancel(); }",
        "START Work(flag && Stop()); bool Stop() => true;",
        "START if (flag) { goto end; } cts.Cancel(); end: flag = true;",
        "if (flag) { START } else { cts.Cancel(); }",
        "try { if (flag) { START } } finally { cts.Dispose(); }",
        "foreach (var item in new[] { 1 }) { START if (item == 1) { break; } cts.Cancel(); }",
    ];

    [Theory]
    [MemberData(nameof(Paths))]
    public Task A_Source_That_Some_Path_Leaves_Uncancelled_Is_Reported(string code) => Verify.Reported(Code.Body(
        "var {|LEAK003:cts|} = new CancellationTokenSource();\nCancellationToken stop = cts.Token;\n" + code.Replace("START", Start, StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Paths))]
    public Task A_Source_Under_Using_Is_Too_Because_Dispose_Does_Not_Cancel(string code) => Verify.Reported(Code.Body(
        "using var {|LEAK003:cts|} = CancellationTokenSource.CreateLinkedTokenSource(token);\nCancellationToken stop = cts.Token;\n" + code.Replace("START", Start, StringComparison.Ordinal)));

    [Theory]
    [InlineData("using (var {|LEAK003:cts|} = new CancellationTokenSource()) { CancellationToken stop = cts.Token; START Work(); }")]
    [InlineData("var {|LEAK003:cts|} = new CancellationTokenSource(); using (cts) { CancellationToken stop = cts.Token; START }")]
    [InlineData("using (CancellationTokenSource {|LEAK003:cts|} = CancellationTokenSource.CreateLinkedTokenSource(token)) { var stop = cts.Token; START }")]
    [InlineData("var {|LEAK003:cts|} = CancellationTokenSource.CreateLinkedTokenSource(token); var stop = cts.Token; try { START Work(); } finally { cts.Dispose(); }")]
    [InlineData("CancellationTokenSource? {|LEAK003:cts|} = null; try { cts = new CancellationTokenSource(); var stop = cts.Token; START Work(); } finally { cts?.Dispose(); }")]
    [InlineData("for (var {|LEAK003:cts|} = new CancellationTokenSource(); !cts.IsCancellationRequested;) { var stop = cts.Token; START if (flag) { break; } cts.Cancel(); }")]
    public Task Every_Kind_Of_Dispose_Is_Reported(string code) => Verify.Reported(Code.Body(code.Replace("START", Start, StringComparison.Ordinal)));

    [Theory]
    [InlineData("using var {|LEAK003:cts|} = new CancellationTokenSource(TimeSpan.FromMinutes(5));", "")]
    [InlineData("using var {|LEAK003:cts|} = new CancellationTokenSource(5000);", "")]
    [InlineData("using var {|LEAK003:cts|} = new CancellationTokenSource(); cts.CancelAfter(5000);", "")]
    [InlineData("using var {|LEAK003:cts|} = CancellationTokenSource.CreateLinkedTokenSource(token); cts.CancelAfter(TimeSpan.FromMinutes(5));", "")]
    [InlineData("using var {|LEAK003:cts|} = new CancellationTokenSource();", "cts.CancelAfter(5000);")]
    [InlineData("var {|LEAK003:cts|} = new CancellationTokenSource(5000);", "cts.Dispose();")]
    [InlineData("var {|LEAK003:cts|} = new CancellationTokenSource();", "if (flag) { cts.CancelAfter(5000); }")]
    public Task A_Time_That_The_Source_Does_Not_Live_To_See_Is_Reported(string source, string after) => Verify.Reported(Code.Body(
        $"{source}\nCancellationToken stop = cts.Token;\n{Start}\nWork();\n{after}"));

    [Theory]
    [InlineData("var cts = new CancellationTokenSource(TimeSpan.FromMinutes(5));", "")]
    [InlineData("var cts = new CancellationTokenSource(); cts.CancelAfter(5000);", "")]
    [InlineData("var cts = CancellationTokenSource.CreateLinkedTokenSource(default(CancellationToken)); cts.CancelAfter(5000);", "")]
    [InlineData("using var cts = new CancellationTokenSource(5000); try {", "} finally { cts.Cancel(); }")]
    public Task A_Time_That_The_Source_Lives_To_See_Is_Not_Reported(string source, string after) => Verify.Silent(Code.Body(
        $"{source}\nCancellationToken stop = cts.Token;\n{Start}\nWork();\n{after}"));

    [Theory]
    [InlineData("while (!cts.Token.IsCancellationRequested) { await Task.Delay(1000, cts.Token); }", false)]
    [InlineData("while (!cts.IsCancellationRequested) { await Task.Delay(1000, cts.Token); }", false)]
    [InlineData("while (!cts.IsCancellationRequested) { await Task.Delay(1000); }", true)]
    [InlineData("while (!cts.Token.IsCancellationRequested) { await reader.ReadAsync(cts.Token); }", true)]
    public Task A_Loop_That_Reads_The_Token_Itself_Ends_When_The_Source_Is_Disposed(string loop, bool isReported) => Owned(
        $"using (var SOURCE = CancellationTokenSource.CreateLinkedTokenSource(token)) {{ _ = Task.Run(async () => {{ {loop} }}); await Task.WhenAll(Task.Delay(5)); cts.Cancel(); }}", isReported);

    private static Task Owned(string code, bool isReported) => isReported
        ? Verify.Reported(Code.Body(code.Replace("SOURCE", "{|LEAK003:cts|}", StringComparison.Ordinal)))
        : Verify.Silent(Code.Body(code.Replace("SOURCE", "cts", StringComparison.Ordinal)));
}
