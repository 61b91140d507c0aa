namespace LeakAnalyzer.Tests.Rules.LEAK003_SourceNotCancelled;

/// <summary>Tests a <c>CancellationTokenSource</c> that is cancelled on every path from the start of the task to the method's exit.</summary>
public class EveryPathTests
{
    private const string Start = "_ = Task.Run(async () => await reader.ReadAsync(stop));";

    [Theory]
    [InlineData("try { START Work(); } finally { cts.Cancel(); }")]
    [InlineData("START try { Work(); } finally { cts.Cancel(); }")]
    [InlineData("try { START Work(); } finally { await cts.CancelAsync(); }")]
    [InlineData("try { START Work(); } finally { await cts.CancelAsync().ConfigureAwait(false); }")]
    [InlineData("try { START Work(); } finally { cts.Cancel(throwOnFirstException: true); }")]
    [InlineData("try { START if (flag) { return; } Work(); } finally { cts.Cancel(); cts.Dispose(); }")]
    [InlineData("try { START for (int i = 0; i < 9; i++) { if (flag) { break; } } } finally { cts.Cancel(); }")]
    [InlineData("try { START throw new InvalidOperationException(); } finally { cts.Cancel(); }")]
    [InlineData("try { START Work(); } finally { Stop(); } void Stop() => cts.Cancel();")]
    [InlineData("try { try { START Work(); } finally { Work(); } } finally { cts.Cancel(); }")]
    [InlineData("try { try { START Work(); } catch (TimeoutException) { return; } } finally { cts.Cancel(); }")]
    [InlineData("try { using (new MemoryStream()) { try { START await Task.Delay(1, token); } finally { Work(); } } } finally { cts.Cancel(); }")]
    [InlineData("START cts.Cancel();")]
    [InlineData("START cts.Cancel(); cts.Dispose();")]
    [InlineData("START cts.Cancel(); await Task.Delay(1, token);")]
    [InlineData("START if (flag) { cts.Cancel(); } else { cts.Cancel(); }")]
    [InlineData("START if (flag) { cts.Cancel(); return; } cts.Cancel();")]
    [InlineData("START switch (flag) { case true: cts.Cancel(); break; default: cts.Cancel(); break; }")]
    [InlineData("START try { Work(); } catch (Exception) { cts.Cancel(); return; } cts.Cancel();")]
    [InlineData("START try { Work(); } catch { cts.Cancel(); throw; } cts.Cancel();")]
    [InlineData("START try { Work(); } catch { } cts.Cancel();")]
    [InlineData("START try { Work(); } catch (Exception e) { Keep(e); } finally { cts.Cancel(); } void Keep(Exception e) { }")]
    [InlineData("if (flag) { return; } START cts.Cancel();")]
    [InlineData("if (flag) { START cts.Cancel(); } else { Work(); }")]
    [InlineData("if (flag) { throw new InvalidOperationException(); } try { START Work(); } finally { cts.Cancel(); }")]
    [InlineData("foreach (var item in new[] { 1 }) { try { START if (item == 1) { break; } Work(); } finally { cts.Cancel(); } }")]
    [InlineData("var same = cts; try { START Work(); } finally { same.Cancel(); }")]
    [InlineData("START using (cts) { try { Work(); } finally { cts.Cancel(); } }")]
    [InlineData("cts.Cancel(); START Work();")]
    public async Task A_Source_Cancelled_On_Every_Path_Is_Not_Reported(string code)
    {
        string body = "CancellationToken stop = cts.Token;\n" + code.Replace("START", Start, StringComparison.Ordinal);
        await Verify.Silent(Code.Body("using var cts = CancellationTokenSource.CreateLinkedTokenSource(token);\n" + body));
        await Verify.Silent(Code.Body("var cts = new CancellationTokenSource();\n" + body));
    }

    [Theory]
    [InlineData("finally { cts?.Cancel(); }")]
    [InlineData("finally { cts?.Cancel(); cts?.Dispose(); }")]
    [InlineData("finally { if (cts != null) { cts.Cancel(); } }")]
    [InlineData("finally { if (null != cts) { cts.Cancel(); cts.Dispose(); } }")]
    [InlineData("finally { if (cts is not null) { cts.Cancel(); } }")]
    [InlineData("finally { if (cts is { }) { cts.Cancel(); } }")]
    [InlineData("finally { if (cts == null) { Work(); } else { cts.Cancel(); } }")]
    [InlineData("finally { if (cts is null) { Work(); } else { cts.Cancel(); } }")]
    [InlineData("finally { if (!(cts == null)) { cts.Cancel(); } }")]
    [InlineData("finally { if (cts != null && !cts.IsCancellationRequested) { cts.Cancel(); } }")]
    [InlineData("catch { cts?.Cancel(); throw; } cts.Cancel();")]
    public Task A_Cancel_After_A_Check_For_Null_Is_Not_Reported(string end) => Verify.Silent(Code.Body(
        $"CancellationTokenSource? cts = null; try {{ cts = new CancellationTokenSource(); var stop = cts.Token; {Start} Work(); }} {end}"));

    [Theory]
    [InlineData("finally { if (cts != null && flag) { cts.Cancel(); } }")]
    [InlineData("finally { if (cts == null) { cts?.Cancel(); } }")]
    [InlineData("finally { if (reader != null) { Work(); } }")]
    [InlineData("finally { if (cts is not null) { cts.Dispose(); } }")]
    [InlineData("finally { if (flag) { cts?.Cancel(); } }")]
    [InlineData("finally { cts = null; cts?.Cancel(); }")]
    public Task A_Cancel_After_Another_Check_Is_Reported(string end) => Verify.Reported(Code.Body(
        $"CancellationTokenSource? {{|LEAK003:cts|}} = null; try {{ cts = new CancellationTokenSource(); var stop = cts.Token; {Start} Work(); }} {end}"));

    [Theory]
    [InlineData("if (!cts.IsCancellationRequested) { cts.Cancel(); }")]
    [InlineData("if (cts.IsCancellationRequested) { Work(); return; } cts.Cancel();")]
    public Task A_Cancel_Of_A_Source_That_Is_Not_Cancelled_Yet_Is_Not_Reported(string end) => Verify.Silent(Code.Body(
        $"var cts = new CancellationTokenSource(); var stop = cts.Token; {Start} {end}"));

    [Theory]
    [InlineData("if (cts.IsCancellationRequested) { cts.Cancel(); }")]
    [InlineData("if (!token.IsCancellationRequested) { cts.Cancel(); }")]
    public Task A_Cancel_Where_Another_Is_Not_Cancelled_Yet_Is_Reported(string end) => Verify.Reported(Code.Body(
        $"var {{|LEAK003:cts|}} = new CancellationTokenSource(); var stop = cts.Token; {Start} {end}"));

    [Theory]
    [InlineData("try { START Work(); } finally { Stop(cts); }", "static void Stop(CancellationTokenSource source) => source.Cancel();")]
    [InlineData("try { START Work(); } finally { cts.Stop(); }", "")]
    [InlineData("Action stop2 = () => cts.Cancel(); try { START Work(); } finally { stop2(); }", "")]
    [InlineData("using var registration = token.Register(() => cts.Cancel()); START Work();", "")]
    [InlineData("using var life = new Canceller(cts); START Work();", "")]
    public Task A_Source_That_A_Helper_Cancels_Is_Not_Reported(string code, string local) => Verify.Silent(Code.Body(
        "using var cts = new CancellationTokenSource();\nCancellationToken stop = cts.Token;\n" + code.Replace("START", Start, StringComparison.Ordinal) + local) + """

        static class Extensions
        {
            public static void Stop(this CancellationTokenSource source) => source.Cancel();
        }

        sealed class Canceller(CancellationTokenSource source) : IDisposable
        {
            public void Dispose() => source.Cancel();
        }
        """);

    [Theory]
    [InlineData("using (var life = new Life()) { _ = Task.Run(async () => await reader.ReadAsync(life.Token)); Work(); }")]
    [InlineData("using var life = new Life(); CancellationToken stop = life.Token; _ = Task.Run(async () => await reader.ReadAsync(stop)); Work();")]
    public Task A_Source_In_An_Object_That_Cancels_When_Disposed_Is_Not_Reported(string code) => Verify.Silent(Code.Body(code) + """

        sealed class Life : IDisposable
        {
            private readonly CancellationTokenSource _cts = new();
            public CancellationToken Token => _cts.Token;
            public void Dispose() { _cts.Cancel(); _cts.Dispose(); }
        }
        """);

    [Fact]
    public Task A_Source_Of_The_Type_Is_None_Of_The_Scope() => Verify.Silent(Code.Class("""
        private CancellationTokenSource? _cts;

        public void Scope(ChannelReader<int> reader)
        {
            _cts = new CancellationTokenSource();
            CancellationToken stop = _cts.Token;
            _ = Task.Run(async () => await reader.ReadAsync(stop));
            Work();
        }

        public void Dispose() => _cts?.Cancel();
        """));

    [Fact]
    public Task A_Scope_That_Never_Exits_Keeps_Its_Source() => Verify.Silent(Code.Body($$"""
        using var cts = new CancellationTokenSource();
        CancellationToken stop = cts.Token;
        {{Start}}
        while (true)
        {
            flag = !flag;
        }
        """));
}
