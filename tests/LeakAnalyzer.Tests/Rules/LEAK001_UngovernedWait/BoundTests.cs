namespace LeakAnalyzer.Tests.Rules.LEAK001_UngovernedWait;

/// <summary>Tests that a wait with a timeout isn't reported, even if nothing else ends it.</summary>
public class BoundTests
{
    [Theory]
    [InlineData("await reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(5))")]
    [InlineData("await reader.Completion.WaitAsync(TimeSpan.FromSeconds(5), token)")]
    [InlineData("await reader.Completion.WaitAsync(TimeSpan.FromSeconds(5), TimeProvider.System)")]
    [InlineData("reader.Completion.Wait(5000)")]
    [InlineData("reader.Completion.Wait(TimeSpan.FromSeconds(5))")]
    [InlineData("Task.WaitAll(new[] { reader.Completion }, 5000)")]
    [InlineData("await Task.Delay(5000)")]
    public Task A_Wait_With_A_Timeout_Is_Not_Reported(string wait) => Verify.Silent(Code.Body($"_ = Task.Run(async () => {{ await Task.Yield(); {wait}; }});"));

    [Theory]
    [InlineData("await reader.ReadAsync().AsTask().WaitAsync(Timeout.InfiniteTimeSpan)")]
    [InlineData("await reader.Completion.WaitAsync(Timeout.InfiniteTimeSpan)")]
    [InlineData("reader.Completion.Wait(Timeout.Infinite)")]
    [InlineData("reader.Completion.Wait()")]
    [InlineData("await Task.Delay(Timeout.Infinite)")]
    public Task A_Wait_With_An_Infinite_Timeout_Is_Reported(string wait) =>
        Verify.Reported(Code.Body($"_ = {{|LEAK001:Task.Run|}}(async () => {{ await Task.Yield(); {wait}; }});"));

    [Theory]
    [InlineData("var cts = new CancellationTokenSource(5000);")]
    [InlineData("var cts = new CancellationTokenSource(TimeSpan.FromSeconds(5));")]
    [InlineData("var cts = new CancellationTokenSource(TimeSpan.FromSeconds(5), TimeProvider.System);")]
    [InlineData("var cts = new CancellationTokenSource(); cts.CancelAfter(5000);")]
    [InlineData("var cts = new CancellationTokenSource(); cts.CancelAfter(TimeSpan.FromSeconds(5));")]
    [InlineData("var cts = CancellationTokenSource.CreateLinkedTokenSource(default(CancellationToken)); cts.CancelAfter(5000);")]
    [InlineData("var limit = new CancellationTokenSource(5000); var cts = CancellationTokenSource.CreateLinkedTokenSource(default, limit.Token);")]
    public Task A_Source_With_A_Timeout_Is_Not_Reported(string source) =>
        Verify.Silent(Code.Body($"{source}\n_ = Task.Run(async () => await reader.ReadAsync(cts.Token));"));

    [Theory]
    [InlineData("using var cts = new CancellationTokenSource(5000); await reader.ReadAsync(cts.Token);")]
    [InlineData("using var cts = CancellationTokenSource.CreateLinkedTokenSource(token); cts.CancelAfter(5000); await reader.ReadAsync(cts.Token);")]
    public Task A_Source_With_A_Timeout_In_The_Work_Itself_Is_Not_Reported(string work) =>
        Verify.Silent(Code.Body($"_ = Task.Run(async () => {{ {work} }});"));

    [Fact]
    public Task A_Source_Without_A_Timeout_In_The_Work_Itself_Is_Reported() => Verify.Reported(Code.Body("""
        _ = {|LEAK001:Task.Run|}(async () =>
        {
            using var cts = new CancellationTokenSource();
            await reader.ReadAsync(cts.Token);
        });
        """));
}
