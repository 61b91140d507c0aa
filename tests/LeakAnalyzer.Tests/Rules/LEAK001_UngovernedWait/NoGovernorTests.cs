namespace LeakAnalyzer.Tests.Rules.LEAK001_UngovernedWait;

/// <summary>Tests waits that nothing ends: without a token, with one that nobody can cancel, or where the token doesn't reach the wait.</summary>
public class NoGovernorTests
{
    [Theory]
    [InlineData("reader.ReadAsync()")]
    [InlineData("reader.ReadAsync(default)")]
    [InlineData("reader.ReadAsync(default(CancellationToken))")]
    [InlineData("reader.ReadAsync(new CancellationToken())")]
    [InlineData("reader.ReadAsync(new())")]
    [InlineData("reader.ReadAsync(new CancellationToken(false))")]
    [InlineData("reader.ReadAsync(new CancellationToken(canceled: false))")]
    [InlineData("reader.ReadAsync(cancellationToken: default)")]
    [InlineData("Task.Delay(Timeout.Infinite, default)")]
    [InlineData("Task.Delay(Timeout.InfiniteTimeSpan, new CancellationToken())")]
    public Task A_Wait_Without_A_Token_Is_Reported(string wait) =>
        Verify.Reported(Code.Body($"_ = {{|LEAK001:Task.Run|}}(async () => await {wait});"));

    [Theory]
    [InlineData("reader.ReadAsync(token)")]
    [InlineData("reader.ReadAsync(cancellationToken: token)")]
    [InlineData("reader.ReadAsync(new CancellationToken(true))")]
    [InlineData("Task.Delay(Timeout.Infinite, token)")]
    [InlineData("Task.Delay(cancellationToken: token, millisecondsDelay: -1)")]
    public Task A_Wait_With_A_Token_Is_Not_Reported(string wait) =>
        Verify.Silent(Code.Body($"_ = Task.Run(async () => await {wait});"));

    [Theory]
    [InlineData("_ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync(), token);")]
    [InlineData("_ = Task.Factory.{|LEAK001:StartNew|}(async () => await reader.ReadAsync(), token);")]
    [InlineData("_ = Task.Factory.{|LEAK001:StartNew|}(() => reader.ReadAsync().AsTask().Wait(), token, TaskCreationOptions.LongRunning, TaskScheduler.Default);")]
    [InlineData("_ = new TaskFactory(token).{|LEAK001:StartNew|}(async () => await reader.ReadAsync());")]
    [InlineData("_ = Task.CompletedTask.{|LEAK001:ContinueWith|}(async _ => await reader.ReadAsync(), token);")]
    [InlineData("_ = {|LEAK001:Task.Run|}(async () => { token.ThrowIfCancellationRequested(); await reader.ReadAsync(); }, token);")]
    [InlineData("_ = {|LEAK001:Task.Run|}(async () => { while (!token.IsCancellationRequested) { await reader.ReadAsync(); } });")]
    [InlineData("_ = {|LEAK001:Task.Run|}(async () => { await Task.Delay(1, token); await reader.ReadAsync(); });")]
    public Task A_Token_That_Does_Not_Reach_The_Wait_Governs_Nothing(string start) => Verify.Reported(Code.Body(start));

    [Theory]
    [InlineData("_ = Task.Run(async () => await reader.ReadAsync(token), token);")]
    [InlineData("_ = Task.Factory.StartNew(async () => await reader.ReadAsync(token), token);")]
    [InlineData("_ = Task.Run(async () => { while (!token.IsCancellationRequested) { await reader.ReadAsync(token); } });")]
    public Task A_Token_That_Also_Reaches_The_Wait_Governs_It(string start) => Verify.Silent(Code.Body(start));

    [Theory]
    [InlineData("var promise = new TaskCompletionSource(); await promise.Task;")]
    [InlineData("await new TaskCompletionSource().Task;")]
    [InlineData("var signal = new SemaphoreSlim(0); await signal.WaitAsync();")]
    [InlineData("var channel = Channel.CreateUnbounded<int>(); await channel.Reader.ReadAsync();")]
    public Task An_Object_That_The_Work_Makes_For_Itself_Is_Ended_By_Nobody(string work) =>
        Verify.Reported(Code.Body($"_ = {{|LEAK001:Task.Run|}}(async () => {{ {work} }});"));

    [Theory]
    [InlineData("var promise = new TaskCompletionSource(); Work(promise); await promise.Task;")]
    [InlineData("var promise = new TaskCompletionSource(); using var _ = token.Register(() => promise.TrySetCanceled()); await promise.Task;")]
    [InlineData("var promise = new TaskCompletionSource(); promise.SetResult(); await promise.Task;")]
    [InlineData("var signal = new SemaphoreSlim(0); _ = Task.Run(() => signal.Release()); await signal.WaitAsync();")]
    [InlineData("var channel = Channel.CreateUnbounded<int>(); channel.Writer.TryWrite(1); channel.Writer.Complete(); await channel.Reader.ReadAsync();")]
    public Task An_Object_That_The_Work_Has_Ended_By_Others_Or_Before_Is_Not_Reported(string work) =>
        Verify.Silent(Code.Body($"_ = Task.Run(async () => {{ {work} }});"));

    [Fact]
    public Task One_Wait_Of_Several_Without_A_Token_Is_Enough() => Verify.Reported(Code.Body("""
        _ = {|LEAK001:Task.Run|}(async () =>
        {
            await reader.ReadAsync(token);
            await reader.WaitToReadAsync();
        });
        """));
}
