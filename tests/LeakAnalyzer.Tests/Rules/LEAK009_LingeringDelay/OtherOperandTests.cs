namespace LeakAnalyzer.Tests.Rules.LEAK009_LingeringDelay;

/// <summary>Tests races of a delay with one other task. Where the other task hasn't won, the delay needn't be cancelled.</summary>
public class OtherOperandTests
{
    [Theory]
    [InlineData("if (given == await Task.WhenAny(given, Task.Delay(9000, cts.Token))) { cts.Cancel(); await given; }")]
    [InlineData("if (_kept == await Task.WhenAny(_kept, Task.Delay(9000, cts.Token))) { cts.Cancel(); }")]
    [InlineData("var done = await Task.WhenAny(Task.Delay(9000, cts.Token), _promise.Task); if (done != _promise.Task) { return; } cts.Cancel();")]
    [InlineData("await Task.WhenAny(given, Task.Delay(9000, cts.Token)); if (!given.IsCompleted) { return; } cts.Cancel();")]
    public Task A_Delay_That_Is_Cancelled_Where_It_Has_Lost_Is_Not_Reported(string code) => Verify.Silent(Body(code), Setup.Races);

    [Theory]
    [InlineData("if (_other == await Task.WhenAny(given, {|LEAK009:Task.Delay(9000, cts.Token)|})) { cts.Cancel(); }")]
    [InlineData("var done = await Task.WhenAny({|LEAK009:Task.Delay(9000, cts.Token)|}, _promise.Task); if (done != _second.Task) { return; } cts.Cancel();")]
    [InlineData("await Task.WhenAny(given, {|LEAK009:Task.Delay(9000, cts.Token)|}); if (!_kept.IsCompleted) { return; } cts.Cancel();")]
    public Task A_Comparison_With_Another_Task_Says_Nothing(string code) => Verify.Reported(Body(code), Setup.Races);

    [Fact]
    public Task A_Read_That_Is_Awaited_Unless_It_Has_Won_Is_Not_Reported() => Verify.Silent(Code.Class("""
        public async Task<int> Scope(TaskCompletionSource stop, ChannelReader<int> reader)
        {
            var read = reader.ReadAsync().AsTask();
            var done = await Task.WhenAny(read, stop.Task);
            if (done != stop.Task) { return 1; }
            return await read;
        }
        """), Setup.Races);

    private static string Body(string code) => Code.Class($$"""
        private readonly Task _kept = Task.CompletedTask, _other = Task.CompletedTask;
        private readonly TaskCompletionSource _promise = new(), _second = new();

        public async Task Scope(Task given)
        {
            var cts = new CancellationTokenSource();
            {{code}}
        }
        """);

    [Theory]
    [InlineData("StopAsync", "", false)]
    [InlineData("OnEnd", "_stop.Cancel();", false)]
    [InlineData("OnEnd", "", true)]
    [InlineData("OnEnd", "if (token.CanBeCanceled) { _stop.Cancel(); }", true)]
    public Task A_Method_That_Stops_Something_Once_Leaves_One_Timer_At_Most(string name, string before, bool isReported)
    {
        string delay = isReported ? "{|LEAK009:Task.Delay(60000, token)|}" : "Task.Delay(60000, token)";
        string source = Code.Class($"private readonly CancellationTokenSource _stop = new(); private Task _run = Task.CompletedTask; public async Task {name}(CancellationToken token) {{ {before} await Task.WhenAny(_run, {delay}); }}");
        return isReported ? Verify.Reported(source, Setup.Races) : Verify.Silent(source, Setup.Races);
    }
}
