namespace LeakAnalyzer.Tests.Rules.LEAK010_OwnerLeavesTask;

/// <summary>Tests loops that retry until they succeed, and tasks that start themselves again.</summary>
public class RetryTests
{
    private const string Fields = "private bool _stopped, _ready; private readonly MemoryStream _stream = new(); public void Arrive() { _ready = true; } private static bool IsThere() => File.Exists(\"x\"); private static async Task<bool> TryAsync() { await Task.Delay(1); return File.Exists(\"x\"); }";

    [Theory]
    [InlineData("while (true) { if (File.Exists(\"x\")) { return; } await Task.Delay(20); }", "", true)]
    [InlineData("while (true) { try { File.Delete(\"x\"); break; } catch (IOException) { await Task.Delay(20); } }", "", true)]
    [InlineData("while (true) { try { File.Delete(\"x\"); break; } catch (Exception) { } await Task.Delay(20); }", "", true)]
    [InlineData("while (!IsThere()) { await Task.Delay(20); }", "", true)]
    [InlineData("while (!await TryAsync()) { await Task.Delay(20); }", "", true)]
    [InlineData("bool done = false; while (!done) { done = await TryAsync(); await Task.Delay(20); }", "", true)]
    [InlineData("bool done; do { await Task.Delay(20); done = await TryAsync(); } while (!done);", "", true)]
    [InlineData("while (!_ready) { await Task.Delay(20); }", "", true)]
    [InlineData("while (!_ready) { Thread.Sleep(20); }", "", true)]
    [InlineData("string? found = null; while (found == null) { found = Environment.GetEnvironmentVariable(\"x\"); await Task.Delay(20); }", "", true)]
    [InlineData("string? found = null; while (found is null) { found = Environment.GetEnvironmentVariable(\"x\"); await Task.Delay(20); }", "", true)]
    [InlineData("while (Environment.ProcessorCount == 5) { await Task.Delay(20); }", "", false)]
    [InlineData("while (Environment.ProcessorCount is 5) { await Task.Delay(20); }", "", false)]
    [InlineData("using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1)); while (await timer.WaitForNextTickAsync()) { if (IsThere()) { return; } }", "", true)]
    [InlineData("while (!_stopped) { if (IsThere()) { return; } await Task.Delay(20); }", "_stopped = true;", false)]
    [InlineData("while (true) { if (IsThere() || _stopped) { return; } await Task.Delay(20); }", "_stopped = true;", false)]
    [InlineData("while (!token.IsCancellationRequested) { if (IsThere()) { return; } await Task.Delay(20, token); }", "", true)]
    [InlineData("for (int i = 0; i < 9; i++) { if (IsThere()) { return; } await Task.Delay(20); }", "", false)]
    [InlineData("int tries = 0; while (true) { if (IsThere() || ++tries > 9) { return; } await Task.Delay(20); }", "", false)]
    [InlineData("int tries = 9; while (true) { if (IsThere()) { return; } if (tries-- == 0) { return; } await Task.Delay(20); }", "", false)]
    [InlineData("DateTime until = DateTime.Now.AddSeconds(9); while (true) { if (IsThere() || DateTime.Now > until) { return; } await Task.Delay(20); }", "", false)]
    [InlineData("while (true) { try { _stream.WriteByte(1); await Task.Delay(20); } catch (Exception) { return; } }", "", false)]
    [InlineData("while (true) { if (!IsThere()) { throw new IOException(); } await Task.Delay(20); }", "", false)]
    [InlineData("foreach (string file in Directory.GetFiles(\"x\")) { if (IsThere()) { return; } await Task.Delay(20); }", "", false)]
    [InlineData("var queue = new Queue<int>(); while (queue.TryDequeue(out int item)) { await Task.Delay(item); }", "", false)]
    [InlineData("while (true) { if (IsThere()) { return; } }", "", false)]
    public async Task A_Loop(string work, string end, bool isReported)
    {
        await Owner.Of(Fields, work, end, isReported);
        if (!work.Contains("token", StringComparison.Ordinal))
        {
            await Owner.Verify(Owner.Type(Fields, $"_ = START(async () => {{ {work} }});", end), isReported);
        }
    }

    [Theory]
    [InlineData("if (found != null) { _found = found; break; }", true)]
    [InlineData("if (found != null) { _found = found; return; }", true)]
    [InlineData("if (found != null) { _found = found; } if (IsThere()) { return; }", false)]
    public Task A_Call_That_Cannot_Be_Seen_Is_Finite_Where_Its_Result_Ends_The_Loop(string use, bool isReported) => Owner.Of(
        "private readonly IFinder _finder; private object? _found; public Subject(IFinder finder) => _finder = finder; public interface IFinder { object? Find(); } private static bool IsThere() => File.Exists(\"x\");",
        $"while (true) {{ var found = _finder.Find(); {use} await Task.Delay(20); }}",
        end: "",
        isReported);

    /// <summary>The result of an operator of the project isn't known, so the loop may end.</summary>
    [Theory]
    [InlineData("while (asked) { asked = Answer.Get(); await Task.Delay(20); }")]
    [InlineData("while (-asked) { asked = Answer.Get(); await Task.Delay(20); }")]
    public Task A_Loop_Whose_Condition_Is_An_Operator_Is_Not_Reported(string loop) => Owner.Verify(
        Owner.Type("", $"_ = Task.Run(async () => {{ Answer asked = Answer.Get(); {loop} }});", "") + """

            public sealed class Answer
            {
                public static Answer Get() => new();
                public static bool operator true(Answer answer) => File.Exists("x");
                public static bool operator false(Answer answer) => !File.Exists("x");
                public static bool operator -(Answer answer) => File.Exists("y");
            }
            """,
        isReported: false);

    [Fact]
    public Task A_Type_That_Nobody_Disposes_May_Try_As_Long_As_It_Likes() => Tests.Verify.Silent(Code.Class(
        "public void Start() => _ = Task.Run(async () => { while (true) { if (File.Exists(\"x\")) { return; } await Task.Delay(20); } });"));

    [Theory]
    [InlineData("try { File.Delete(\"x\"); } catch (Exception) { await Task.Delay(20); _ = FillAsync(); }", "FillAsync()", "", true)]
    [InlineData("try { File.Delete(\"x\"); } catch (Exception) { await Task.Delay(20); await FillAsync(); }", "FillAsync()", "", true)]
    [InlineData("if (_stopped) { return; } try { File.Delete(\"x\"); } catch (Exception) { await Task.Delay(20); _ = FillAsync(); }", "FillAsync()", "_stopped = true;", false)]
    [InlineData("try { File.Delete(\"x\"); } catch (Exception) { _ = FillAsync(); }", "FillAsync()", "", false)]
    [InlineData("try { File.Delete(\"x\"); } catch (Exception) { if (left == 0) { return; } await Task.Delay(20); _ = FillAsync(left - 1); }", "FillAsync(3)", "", false)]
    public Task Work_That_Starts_Itself_Again(string work, string start, string end, bool isReported)
    {
        string called = isReported ? start.Replace("FillAsync", "{|LEAK010:FillAsync|}", StringComparison.Ordinal) : start;
        string source = Owner.Type($"private bool _stopped; private async Task FillAsync(int left = 9) {{ {work} }}", $"_ = {called};", end);
        return isReported ? Tests.Verify.Reported(source) : Tests.Verify.Silent(source);
    }

    [Theory]
    [InlineData("try { File.Delete(\"x\"); } catch (Exception) { await AgainAsync(); }", "private async Task AgainAsync() { await Task.Delay(20); await FillAsync(); }", "{|LEAK010:FillAsync|}()", "")]
    [InlineData("try { File.Delete(\"x\"); } catch (Exception) { Again(); }", "private void Again() => Task.Delay(20).ContinueWith(_ => FillAsync());", "{|LEAK010:FillAsync|}()", "")]
    [InlineData("try { File.Delete(\"x\"); } catch (Exception) { await Task.Delay(20); Again(); }", "private void Again() { _ = FillAsync(); }", "{|LEAK010:FillAsync|}()", "")]
    [InlineData("try { File.Delete(\"x\"); } catch (Exception) { await AgainAsync(); }", "private async Task AgainAsync() { await Task.Delay(20); await FillAsync(); }", "{|LEAK010:Task.Run|}(FillAsync)", "")]
    [InlineData("try { File.Delete(\"x\"); } catch (Exception) { await AgainAsync(); }", "private async Task AgainAsync() { await Task.Delay(20); await FillAsync(); }", "{|LEAK010:Task.Run|}(() => FillAsync())", "")]
    [InlineData("try { File.Delete(\"x\"); } catch (Exception) { await AgainAsync(1); }", "private async Task AgainAsync(int more) { await Task.Delay(20); if (more < 9) { await FillAsync(); } }", "FillAsync()", "")]
    [InlineData("try { File.Delete(\"x\"); } catch (Exception) { await AgainAsync(); }", "private async Task AgainAsync() { await Task.Delay(20); if (_stopped) { return; } await FillAsync(); }", "FillAsync()", "_stopped = true;")]
    [InlineData("try { File.Delete(\"x\"); } catch (Exception) { await AgainAsync(); }", "private readonly CancellationTokenSource _source = new(); private async Task AgainAsync() { await Task.Delay(20, _source.Token); await FillAsync(); }", "FillAsync()", "_source.Cancel();")]
    [InlineData("try { File.Delete(\"x\"); } catch (Exception) { await AgainAsync(); }", "private async Task AgainAsync() { await FillAsync(); }", "FillAsync()", "")]
    public Task Work_That_Another_Method_Starts_Again(string work, string between, string start, string end)
    {
        string source = Owner.Type($"private bool _stopped; {between} private async Task FillAsync() {{ {work} }}", $"_ = {start};", end);
        return start.Contains("LEAK010", StringComparison.Ordinal) ? Tests.Verify.Reported(source) : Tests.Verify.Silent(source);
    }
}
