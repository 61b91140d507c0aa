namespace LeakAnalyzer.Tests.Rules.LEAK006_SignalNotCompleted;

/// <summary>Tests tasks that read a channel: an item may end the task, unless it reads in an endless loop.</summary>
public class ItemTests
{
    [Theory]
    [InlineData("await c.Reader.ReadAsync();", false)]
    [InlineData("if (await c.Reader.WaitToReadAsync()) { Work(); }", false)]
    [InlineData("while (true) { if (await c.Reader.ReadAsync() == 0) { break; } }", false)]
    [InlineData("while (await c.Reader.ReadAsync() != 0) { Work(); }", false)]
    [InlineData("await foreach (int item in c.Reader.ReadAllAsync()) { if (item == 0) { return; } }", false)]
    [InlineData("for (int i = 0; i < 3; i++) { Work(await c.Reader.ReadAsync()); }", false)]
    [InlineData("while (true) { Work(await c.Reader.ReadAsync()); }", true)]
    [InlineData("await foreach (int item in c.Reader.ReadAllAsync()) { Work(item); }", true)]
    [InlineData("while (await c.Reader.WaitToReadAsync()) { c.Reader.TryRead(out int item); }", true)]
    [InlineData("await c.Reader.Completion;", true)]
    public async Task An_Item_Written_On_Every_Path(string wait, bool isReported)
    {
        await Signals.Verify($"CHANNEL _ = Task.Run(async () => {{ {wait} }}); c.Writer.TryWrite(0); Work();", isReported);
        await Signals.Verify($"CHANNEL c.Writer.TryWrite(0); _ = Task.Run(async () => {{ {wait} }}); Work();", isReported);
        await Signals.Verify($"CHANNEL Task t = Task.Run(async () => {{ {wait} }}); try {{ Work(); }} finally {{ await c.Writer.WriteAsync(0); }} await t;", isReported);
    }

    [Theory]
    [InlineData("if (flag) { c.Writer.TryWrite(0); }")]
    [InlineData("if (flag) { return; } c.Writer.TryWrite(0);")]
    [InlineData("Work(); c.Writer.TryWrite(0);")]
    [InlineData("foreach (int n in new[] { 1 }) { c.Writer.TryWrite(n); }")]
    [InlineData("_ = c.Writer.WaitToWriteAsync();")]
    public Task An_Item_That_Some_Path_Does_Not_Write_Is_Reported(string end) =>
        Signals.Verify($"CHANNEL _ = Task.Run(async () => await c.Reader.ReadAsync()); {end}", isReported: true);

    [Fact]
    public Task An_Item_After_The_Join_Is_Reported() =>
        Signals.Verify("CHANNEL Task t = Task.Run(async () => await c.Reader.ReadAsync()); await t; c.Writer.TryWrite(0);", isReported: true);

    [Theory]
    [InlineData("await c.Reader.ReadAsync(); c.Writer.Complete();", true)]
    [InlineData("try { await foreach (int item in c.Reader.ReadAllAsync()) { Work(item); } } finally { c.Writer.TryComplete(); }", true)]
    [InlineData("await DrainAsync(c.Reader); c.Writer.Complete();", true)]
    [InlineData("c.Writer.TryComplete(); await c.Reader.ReadAsync();", false)]
    [InlineData("while (true) { await c.Reader.ReadAsync(); c.Writer.TryComplete(); }", false)]
    [InlineData("if (flag) { c.Writer.TryComplete(); } await c.Reader.ReadAsync();", false)]
    public async Task A_Completion_That_Only_The_Waiting_Task_Reaches_Counts_For_Nothing(string work, bool isReported)
    {
        const string Drain = "static async Task DrainAsync(ChannelReader<int> r) { await foreach (int item in r.ReadAllAsync()) { Work(item); } }";
        await Signals.Verify($"CHANNEL _ = Task.Run(async () => {{ {work} }}); Work(); {Drain}", isReported);
        await Signals.Verify($"CHANNEL Task t = Task.Run(async () => {{ {work} }}); await t; {Drain}", isReported);
    }

    [Fact]
    public Task A_Promise_That_Only_The_Waiting_Task_Sets_Is_Reported() =>
        Signals.Verify("PROMISE _ = Task.Run(async () => { await p.Task; p.SetResult(); });", isReported: true);
}
