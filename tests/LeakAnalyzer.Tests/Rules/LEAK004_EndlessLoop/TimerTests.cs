namespace LeakAnalyzer.Tests.Rules.LEAK004_EndlessLoop;

/// <summary>Tests loops over a <c>PeriodicTimer</c>, which end when the timer is disposed.</summary>
[OnOldestRoslyn]
public class TimerTests
{
    private const string New = "new PeriodicTimer(TimeSpan.FromSeconds(1))";

    [Theory]
    [InlineData("using var timer = NEW; while (await timer.WaitForNextTickAsync()) { Work(); }")]
    [InlineData("var timer = NEW; while (await timer.WaitForNextTickAsync()) { Work(); }")]
    [InlineData("using (var timer = NEW) { while (await timer.WaitForNextTickAsync().ConfigureAwait(false)) { Work(); } }")]
    [InlineData("var timer = NEW; while (await timer.WaitForNextTickAsync()) { Work(); } timer.Dispose();")]
    [InlineData("var timer = NEW; try { while (await timer.WaitForNextTickAsync(default)) { Work(); } } finally { timer.Dispose(); }")]
    [InlineData("using var timer = NEW; while (true) { await timer.WaitForNextTickAsync(); Work(); }")]
    [InlineData("using var timer = NEW; do { Work(); } while (await timer.WaitForNextTickAsync());")]
    [InlineData("using var timer = NEW; for (; await timer.WaitForNextTickAsync();) { Work(); }")]
    public Task A_Timer_Of_The_Work_Is_Reported(string work) => Verify.Reported(Code.Body(
        $"_ = {{|LEAK004:Task.Run|}}(async () => {{ {Replace(work)} }});"));

    [Theory]
    [InlineData("using var timer = NEW; while (await timer.WaitForNextTickAsync()) { if (flag) { break; } }")]
    [InlineData("using var timer = NEW; while (await timer.WaitForNextTickAsync()) { if (flag) { timer.Dispose(); } }")]
    [InlineData("using var timer = NEW; while (await timer.WaitForNextTickAsync(token)) { Work(); }")]
    [InlineData("using var timer = NEW; while (!token.IsCancellationRequested && await timer.WaitForNextTickAsync()) { Work(); }")]
    [InlineData("using var timer = NEW; while (await timer.WaitForNextTickAsync() && !flag) { Work(); }")]
    [InlineData("using var timer = NEW; using var stop = token.Register(() => timer.Dispose()); while (await timer.WaitForNextTickAsync()) { Work(); }")]
    [InlineData("using var timer = NEW; using var stop = token.Register(timer.Dispose); while (await timer.WaitForNextTickAsync()) { Work(); }")]
    [InlineData("using var timer = NEW; await timer.WaitForNextTickAsync();")]
    [InlineData("using var timer = NEW; if (await timer.WaitForNextTickAsync()) { Work(); }")]
    [InlineData("using var timer = Timers.Kept; while (await timer.WaitForNextTickAsync()) { Work(); }")]
    public Task A_Timer_Of_The_Work_That_Something_Ends_Is_Not_Reported(string work) => Verify.Silent(Code.Body(
        $"_ = Task.Run(async () => {{ {Replace(work)} }});") + "\npublic static class Timers { public static PeriodicTimer Kept { get; } = new(TimeSpan.FromSeconds(1)); }");

    [Theory]
    [InlineData("using var timer = NEW; START await Task.Delay(9000);")]
    [InlineData("using (var timer = NEW) { START await Task.Delay(9000); }")]
    [InlineData("var timer = NEW; try { START await Task.Delay(9000); } finally { timer.Dispose(); }")]
    [InlineData("var timer = NEW; START timer.Dispose();")]
    [InlineData("var timer = NEW; START token.Register(() => timer.Dispose());")]
    [InlineData("var timer = NEW; START Work(timer);")]
    public Task A_Timer_That_The_Scope_Disposes_Is_Not_Reported(string code) => Verify.Silent(Scope(code, isReported: false));

    [Theory]
    [InlineData("var timer = NEW; START await Task.Delay(9000);")]
    [InlineData("var timer = NEW; START")]
    [InlineData("var timer = NEW; START if (flag) { return; } timer.Dispose();")]
    [InlineData("var timer = NEW; START await Task.Delay(9000); timer.Dispose();")]
    [InlineData("var timer = NEW; using var other = NEW; START await Task.Delay(9000);")]
    public Task A_Timer_That_The_Scope_Does_Not_Dispose_On_Every_Path_Is_Reported(string code) => Verify.Reported(Scope(code, isReported: true));

    [Theory]
    [InlineData("public void Dispose() => _timer.Dispose();", false)]
    [InlineData("public void Dispose() => _timer?.Dispose();", false)]
    [InlineData("public Task StopAsync() { _timer.Dispose(); return Task.CompletedTask; }", false)]
    [InlineData("public void Give() => Work(_timer);", false)]
    [InlineData("public void Dispose() => Work();", true)]
    [InlineData("public void Slow() => _timer.Period = TimeSpan.FromHours(1);", true)]
    public Task A_Timer_Of_The_Type(string member, bool isReported)
    {
        string code = Code.Class($$"""
            private readonly PeriodicTimer _timer = {{New}};
            public void Scope() => _ = {{(isReported ? "{|LEAK004:TickAsync|}" : "TickAsync")}}();
            private async Task TickAsync() { while (await _timer.WaitForNextTickAsync()) { Work(); } }
            {{member}}
            """);
        return isReported ? Verify.Reported(code) : Verify.Silent(code);
    }

    [Theory]
    [InlineData("var timer = NEW; _ = {|LEAK004:TickAsync|}(timer); await Task.Yield();")]
    [InlineData("var timer = NEW; _ = {|LEAK004:Task.Run|}(() => TickAsync(timer));")]
    public Task A_Timer_That_Is_Handed_To_A_Method_And_Not_Disposed_Is_Reported(string start) => Verify.Reported(Handed(start));

    [Theory]
    [InlineData("using var timer = NEW; _ = TickAsync(timer); await Task.Yield();")]
    [InlineData("var timer = NEW; _ = TickAsync(timer); timer.Dispose();")]
    [InlineData("var timer = NEW; _ = TickAsync(timer, token);")]
    public Task A_Timer_That_Is_Handed_To_A_Method_And_Disposed_Is_Not_Reported(string start) => Verify.Silent(Handed(start));

    [Theory]
    [InlineData("PeriodicTimer timer", "timer")]
    [InlineData("Holder holder", "holder.Timer")]
    [InlineData("Func<PeriodicTimer> give", "give()")]
    public Task A_Timer_That_Was_Given_Is_Its_Owners_To_Dispose(string parameter, string timer) => Verify.Silent(Code.Class($$"""
        public void Scope({{parameter}}) => _ = Task.Run(async () => { while (await {{timer}}.WaitForNextTickAsync()) { Work(); } });
        public class Holder { public PeriodicTimer Timer { get; set; } = {{New}}; }
        """));

    [Fact]
    public Task A_Timer_Of_The_Users_Own_Is_None() => Verify.Silent(Code.Class("""
        public void Scope() => _ = Task.Run(async () => { var timer = new PeriodicTimer(); while (await timer.WaitForNextTickAsync()) { Work(); } });
        private sealed class PeriodicTimer { public async ValueTask<bool> WaitForNextTickAsync() { await Task.Yield(); return false; } }
        """));

    private static string Handed(string start) => Code.Class($$"""
        public async Task Scope(CancellationToken token) { {{Replace(start)}} }
        private static async Task TickAsync(PeriodicTimer timer, CancellationToken stop = default) { while (await timer.WaitForNextTickAsync(stop)) { Work(); } }
        """);

    private static string Scope(string code, bool isReported) => Code.Body(Replace(code).Replace(
        "START",
        $"_ = {(isReported ? "{|LEAK004:Task.Run|}" : "Task.Run")}(async () => {{ while (await timer.WaitForNextTickAsync()) {{ Work(); }} }});",
        StringComparison.Ordinal));

    private static string Replace(string code) => code.Replace("NEW", New, StringComparison.Ordinal);
}
