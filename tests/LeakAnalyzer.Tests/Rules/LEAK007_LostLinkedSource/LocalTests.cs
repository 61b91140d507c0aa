namespace LeakAnalyzer.Tests.Rules.LEAK007_LostLinkedSource;

/// <summary>Tests a linked <c>CancellationTokenSource</c> in a local, which every path has to dispose.</summary>
public class LocalTests
{
    private const string Marked = "var {|LEAK007:linked|} = CancellationTokenSource.CreateLinkedTokenSource(token);\n";
    private const string Plain = "var linked = CancellationTokenSource.CreateLinkedTokenSource(token);\n";

    [Theory]
    [InlineData("Work(linked.Token);")]
    [InlineData("linked.Cancel();")]
    [InlineData("await linked.CancelAsync();")]
    [InlineData("linked.CancelAfter(1000);")]
    [InlineData("if (flag) { linked.Dispose(); }")]
    [InlineData("if (flag) { return; } linked.Dispose();")]
    [InlineData("Work(linked.Token); linked.Dispose();")]
    [InlineData("await Task.Delay(1, linked.Token); linked.Dispose();")]
    [InlineData("_ = new Uri(\"a\"); try { Work(); } finally { linked.Dispose(); }")]
    [InlineData("try { Work(); linked.Dispose(); } catch (TimeoutException) { }")]
    [InlineData("try { Work(); } catch (TimeoutException) { linked.Dispose(); throw; } linked.Dispose();")]
    [InlineData("try { Work(); } finally { if (flag) { linked.Dispose(); } }")]
    [InlineData("token.ThrowIfCancellationRequested(); linked.Dispose();")]
    [InlineData("foreach (int i in new[] { 1 }) { linked.Dispose(); }")]
    [InlineData("Action work = () => Work(linked.Token); work();")]
    [InlineData("linked = CancellationTokenSource.CreateLinkedTokenSource(token); linked.Dispose();")]
    [InlineData("linked = null; Work();")]
    [InlineData("if (linked != null) { Work(); }")]
    public Task A_Source_That_Some_Path_Leaves_Undisposed_Is_Reported(string code) => Verify.Reported(Body(Marked + code), Setup.Handles);

    [Theory]
    [InlineData("linked.Dispose();")]
    [InlineData("linked?.Dispose();")]
    [InlineData("((IDisposable)linked).Dispose();")]
    [InlineData("linked.CancelAfter(1000); linked.Dispose();")]
    [InlineData("linked.Cancel(); linked.Dispose(); Work();")]
    [InlineData("try { Work(linked.Token); } finally { linked.Dispose(); }")]
    [InlineData("linked.CancelAfter(1000); try { Work(linked.Token); } finally { linked.Dispose(); }")]
    [InlineData("linked.CancelAfter(TimeSpan.FromSeconds(1)); var stop = linked.Token; try { await Task.Delay(1, stop); } finally { linked.Dispose(); }")]
    [InlineData("var watch = System.Diagnostics.Stopwatch.StartNew(); var done = new TaskCompletionSource(); try { Work((watch, done)); } finally { linked.Dispose(); }")]
    [InlineData("try { Work(); } finally { linked?.Dispose(); }")]
    [InlineData("try { Work(); } finally { if (linked != null) { linked.Dispose(); } }")]
    [InlineData("try { Work(); } finally { if (linked is not null) { linked.Dispose(); } }")]
    [InlineData("try { Work(); } catch { linked.Dispose(); throw; } linked.Dispose();")]
    [InlineData("if (flag) { linked.Dispose(); return; } linked.Dispose();")]
    [InlineData("if (flag) { linked.Dispose(); } else { linked.Dispose(); }")]
    [InlineData("using (linked) { Work(linked.Token); }")]
    [InlineData("using (linked) { if (flag) { return; } Work(); }")]
    [InlineData("using var held = linked; Work(held.Token);")]
    [InlineData("using (var held = linked) { Work(held.Token); }")]
    [InlineData("using IDisposable held = linked; Work();")]
    [InlineData("var held = linked; held.Dispose();")]
    [InlineData("linked.Dispose(); linked = null; Work(linked);")]
    [InlineData("linked.Dispose(); linked = CancellationTokenSource.CreateLinkedTokenSource(token); linked.Dispose();")]
    public Task A_Source_That_Each_Path_Disposes_Is_Not_Reported(string code) => Verify.Silent(Body(Plain + code), Setup.Handles);

    [Theory]
    [InlineData("CancellationTokenSource? {|LEAK007:linked|} = null; linked = LINK; Work(linked.Token);")]
    [InlineData("CancellationTokenSource {|LEAK007:linked|}; linked = LINK; Work(linked.Token); linked.Dispose();")]
    [InlineData("CancellationTokenSource? {|LEAK007:linked|} = null; if (flag) { linked = LINK; } Work(linked?.Token); if (flag) { linked?.Dispose(); }")]
    [InlineData("var {|LEAK007:linked|} = flag ? LINK : null; Work(linked?.Token);")]
    [InlineData("CancellationTokenSource {|LEAK007:linked|}; linked = flag ? new CancellationTokenSource() : (LINK); Work(linked.Token); if (flag) { linked.Dispose(); }")]
    [InlineData("while (flag) { var {|LEAK007:linked|} = LINK; Work(linked.Token); }")]
    [InlineData("while (true) { var {|LEAK007:linked|} = LINK; try { Work(linked.Token); } catch (Exception) { } }")]
    [InlineData("CancellationTokenSource? {|LEAK007:linked|} = null; while (flag) { linked = LINK; } linked?.Dispose();")]
    [InlineData("var {|LEAK007:first|} = LINK; var {|LEAK007:second|} = LINK; Work((first.Token, second.Token));")]
    [InlineData("using var first = LINK; var {|LEAK007:second|} = LINK; Work((first.Token, second.Token));")]
    [InlineData("CancellationTokenSource {|LEAK007:first|} = LINK, {|LEAK007:second|} = LINK; Work((first.Token, second.Token));")]
    [InlineData("for (var {|LEAK007:linked|} = LINK; !linked.IsCancellationRequested;) { Work(); }")]
    public Task Every_Kind_Of_Local_Is_Reported(string code) =>
        Verify.Reported(Body(code.Replace("LINK", "CancellationTokenSource.CreateLinkedTokenSource(token)", StringComparison.Ordinal)), Setup.Handles);

    [Theory]
    [InlineData("using var linked = LINK; Work(linked.Token);")]
    [InlineData("using (CancellationTokenSource linked = LINK, second = LINK) { Work((linked.Token, second.Token)); }")]
    [InlineData("using CancellationTokenSource linked = LINK, second = LINK; Work((linked.Token, second.Token));")]
    [InlineData("var cts = new CancellationTokenSource(); Work(cts.Token);")]
    [InlineData("using var linked = flag ? LINK : null; Work(linked?.Token);")]
    [InlineData("var linked = flag ? LINK : null; try { Work(linked?.Token); } finally { linked?.Dispose(); }")]
    [InlineData("var linked = flag ? LINK : new CancellationTokenSource(); try { Work(linked.Token); } finally { linked.Dispose(); }")]
    [InlineData("CancellationTokenSource? linked = null; try { linked = LINK; Work(linked.Token); } finally { linked?.Dispose(); }")]
    [InlineData("CancellationTokenSource? linked = null; try { if (flag) { linked = LINK; } Work(linked?.Token); } finally { if (linked != null) { linked.Dispose(); } }")]
    [InlineData("CancellationTokenSource? linked = null; try { while (flag) { linked?.Dispose(); linked = LINK; Work(linked.Token); } } finally { linked?.Dispose(); }")]
    [InlineData("while (flag) { var linked = LINK; try { Work(linked.Token); } finally { linked.Dispose(); } }")]
    [InlineData("while (true) { var linked = LINK; try { Work(linked.Token); } catch (Exception) { } finally { linked.Dispose(); } }")]
    public Task Every_Kind_Of_Local_That_Is_Disposed_Is_Not_Reported(string code) =>
        Verify.Silent(Body(code.Replace("LINK", "CancellationTokenSource.CreateLinkedTokenSource(token)", StringComparison.Ordinal)), Setup.Handles);

    [Theory]
    [InlineData("_linked = linked;")]
    [InlineData("Work(linked);")]
    [InlineData("_all.Add(linked);")]
    [InlineData("Action stop = () => linked.Dispose(); Work(stop);")]
    [InlineData("Action stop = linked.Dispose; Work(stop);")]
    [InlineData("Stop(); void Stop() => linked.Dispose();")]
    [InlineData("_ = other.ContinueWith(_ => linked.Dispose());")]
    [InlineData("using var stop = token.Register(() => { linked.Cancel(); linked.Dispose(); });")]
    [InlineData("Work(new { Source = linked });")]
    [InlineData("Work((linked, 1));")]
    [InlineData("Replace(ref linked);")]
    [InlineData("object boxed = linked; Work(boxed);")]
    public Task A_Source_That_Goes_Elsewhere_Is_Not_Reported(string code) => Verify.Silent(Body(Plain + code), Setup.Handles);

    [Theory]
    [InlineData("CancellationTokenSource Scope(CancellationToken token) { var linked = CancellationTokenSource.CreateLinkedTokenSource(token); linked.CancelAfter(9); return linked; }")]
    [InlineData("CancellationTokenSource Scope(CancellationToken token) => CancellationTokenSource.CreateLinkedTokenSource(token);")]
    [InlineData("void Scope(CancellationToken token, out CancellationTokenSource linked) { linked = CancellationTokenSource.CreateLinkedTokenSource(token); }")]
    [InlineData("IEnumerable<CancellationTokenSource> Scope(CancellationToken token) { var linked = CancellationTokenSource.CreateLinkedTokenSource(token); yield return linked; }")]
    public Task A_Source_That_Is_Given_Back_Is_Not_Reported(string member) => Verify.Silent(Code.Class("public " + member), Setup.Handles);

    [Theory]
    [InlineData("CancellationToken Scope(CancellationToken token) { var {|LEAK007:linked|} = CancellationTokenSource.CreateLinkedTokenSource(token); linked.CancelAfter(9); return linked.Token; }")]
    [InlineData("CancellationToken Scope(CancellationToken token) => {|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(token)|}.Token;")]
    [InlineData("void Scope(CancellationToken token, out CancellationToken stop) { stop = {|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(token)|}.Token; }")]
    public Task A_Source_Whose_Token_Is_Given_Back_Is_Reported(string member) => Verify.Reported(Code.Class("public " + member), Setup.Handles);

    private static string Body(string code) => Code.Class($$"""
        #pragma warning disable CS1998
            private readonly List<CancellationTokenSource> _all = new();
            private CancellationTokenSource? _linked;

            public async Task Scope(Task other, CancellationToken token, bool flag)
            {
        #nullable disable
                {{code}}
        #nullable restore
            }

            private static void Replace(ref CancellationTokenSource source) => source = new();
        """);
}
