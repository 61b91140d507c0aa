namespace LeakAnalyzer.Tests.CodeFixes.Complete;

/// <summary>
/// LEAK006: tests that no fix is offered for a channel or <c>TaskCompletionSource</c> where no place to complete it is certain to be right.
/// </summary>
public class NotCompletedTests
{
    [Theory]
    [InlineData("CHANNEL Task t = ConsumeAsync(c.Reader); await t; c.Writer.Complete();")] // the await waits for a completion that only comes after the await
    [InlineData("CHANNEL Task t = ConsumeAsync(c.Reader); await t;")] // no code between the start of the task and the await could complete the channel
    [InlineData("CHANNEL Task t = ConsumeAsync(c.Reader); await Task.WhenAll(t, Task.Delay(1)); c.Writer.Complete();")]
    [InlineData("CHANNEL Task t = ConsumeAsync(c.Reader); try { await t; } finally { c.Writer.Complete(); }")]
    [InlineData("CHANNEL Task[] all = { ConsumeAsync(c.Reader) }; await Task.WhenAll(all); c.Writer.Complete();")]
    [InlineData("CHANNEL var list = new List<Task>(); list.Add(ConsumeAsync(c.Reader)); Work(); foreach (Task t in list) { await t; } c.Writer.Complete();")]
    [InlineData("CHANNEL for (int i = 0; i < 2; i++) { Task t = ConsumeAsync(c.Reader); if (flag) { c.Writer.TryComplete(); } await t; }")]
    public Task Join_Before_The_Completion(string code) => IsNotOffered(code);

    [Theory]
    [InlineData("CHANNEL Task t = Task.Run(async () => await c.Reader.ReadAsync()); if (flag) { c.Writer.TryWrite(1); } await t;")]
    [InlineData("PROMISE Task t = Task.Run(async () => await p.Task); if (flag) { p.SetResult(); } await t;")]
    [InlineData("BOUNDED Task t = FillAsync(c.Writer); Work(await c.Reader.ReadAsync()); await t;")]
    public Task Join_That_Would_Throw_In_The_Place_Of_The_Scopes_Result(string code) => IsNotOffered(code);

    [Theory]
    [InlineData("PROMISE new Thread(() => p.Task.Wait()).Start();")]
    [InlineData("PROMISE WaitAsync(); async void WaitAsync() => await p.Task;")]
    [InlineData("CHANNEL ReadAsync(); async void ReadAsync() => await c.Reader.ReadAsync();")]
    [InlineData("BOUNDED WriteAsync(); async void WriteAsync() { for (int i = 0; i < 9; i++) { await c.Writer.WriteAsync(i); } }")]
    [InlineData("PROMISE _ = Task.Run(async () => await p.Task); new Thread(() => p.Task.Wait()).Start();")]
    public Task End_That_Would_End_The_Process(string code) => IsNotOffered(code);

    [Theory]
    [InlineData("CHANNEL _ = ConsumeAsync(c.Reader); _ = Task.Run(async () => { await Task.Delay(1); c.Writer.TryWrite(1); });")]
    [InlineData("CHANNEL _ = ConsumeAsync(c.Reader); Write(); void Write() => c.Writer.TryWrite(1);")]
    [InlineData("Channel<int>? c = null; if (flag) { c = {|LEAK006:Channel.CreateUnbounded<int>()|}; _ = ConsumeAsync(c.Reader); } c?.Writer.TryWrite(1);")]
    [InlineData("Channel<int>? c = null; try { c = {|LEAK006:Channel.CreateUnbounded<int>()|}; _ = ConsumeAsync(c.Reader); } finally { if (flag) { c?.Writer.Complete(); } }")]
    [InlineData("Channel<int>? c = {|LEAK006:Channel.CreateUnbounded<int>()|}; _ = ConsumeAsync(c.Reader); c = null;")]
    public Task Somebody_Goes_On_With_It(string code) => IsNotOffered(code);

    [Theory]
    [InlineData("CHANNEL _ = ConsumeAsync(c.Reader); again: if (flag) { flag = false; goto again; } Work();")]
    [InlineData("CHANNEL Task t = ConsumeAsync(c.Reader); int row = await LoadAsync(); if (flag) { c.Writer.TryComplete(); } await t; Work(row);")]
    [InlineData("CHANNEL Task t = ConsumeAsync(c.Reader); using var file = new System.IO.MemoryStream(); await LoadAsync(); if (flag) { c.Writer.TryComplete(); } await t;")]
    [InlineData("switch (flag) { case true: CHANNEL _ = ConsumeAsync(c.Reader); Work(); break; }")]
    public Task Block_That_Cannot_Be_Wrapped(string code) => IsNotOffered(code);

    [Fact]
    public Task Directive_That_Would_Be_Cut() => IsNotOffered(
        """
        CHANNEL
                Task t = ConsumeAsync(c.Reader);
                Work();
        #if !DEBUG
                if (flag) { c.Writer.TryComplete(); }
                await t;
        #endif
        """);

    private static Task IsNotOffered(string statements) => VerifyFix.DoesNotComplete($$"""
        #pragma warning disable CS8321
        static class C
        {
            public static async Task ExportAsync(bool flag)
            {
                {{statements
                    .Replace("CHANNEL", "var c = {|LEAK006:Channel.CreateUnbounded<int>()|};", StringComparison.Ordinal)
                    .Replace("BOUNDED", "var c = {|LEAK006:Channel.CreateBounded<int>(4)|};", StringComparison.Ordinal)
                    .Replace("PROMISE", "var p = {|LEAK006:new TaskCompletionSource()|};", StringComparison.Ordinal)}}
            }

            private static void Work(object? value = null) => _ = int.Parse(string.Concat(value, "1"));
            private static Task<int> LoadAsync() => Task.FromResult(1);
            private static async Task ConsumeAsync(ChannelReader<int> source) { await foreach (int item in source.ReadAllAsync()) { Work(item); } }
            private static async Task FillAsync(ChannelWriter<int> target) { for (int i = 0; i < 9; i++) { await target.WriteAsync(i); } }
        }
        """);
}
