namespace LeakAnalyzer.Tests.Rules.LEAK006_SignalNotCompleted;

/// <summary>Tests tasks that write to a bounded channel: they wait for ever for room in it if its reader stops early.</summary>
public class WriterTests
{
    private const string Produce = "_ = Task.Run(async () => { for (int i = 0; i < 99; i++) { await c.Writer.WriteAsync(i); } c.Writer.Complete(); });";

    [Theory]
    [InlineData("await foreach (int item in c.Reader.ReadAllAsync()) { if (item == 9) { break; } }", true)]
    [InlineData("await foreach (int item in c.Reader.ReadAllAsync()) { if (item == 9) { return; } }", true)]
    [InlineData("await foreach (int item in c.Reader.ReadAllAsync()) { if (item == 9) { throw new InvalidOperationException(); } }", true)]
    [InlineData("await foreach (int item in c.Reader.ReadAllAsync()) { Work(item); }", true)]
    [InlineData("await foreach (int item in c.Reader.ReadAllAsync()) { flag = !flag; }", false)]
    [InlineData("await foreach (int item in c.Reader.ReadAllAsync().ConfigureAwait(false)) { flag = !flag; }", false)]
    [InlineData("await foreach (int item in c.Reader.ReadAllAsync()) { try { Work(item); } catch (Exception) { flag = false; } }", false)]
    [InlineData("await foreach (int item in c.Reader.ReadAllAsync()) { if (item == 9) { continue; } flag = !flag; }", false)]
    [InlineData("await foreach (int item in c.Reader.ReadAllAsync(token)) { flag = !flag; }", true)]
    [InlineData("await foreach (int item in c.Reader.ReadAllAsync().WithCancellation(token)) { flag = !flag; }", true)]
    [InlineData("var r = c.Reader; await foreach (int item in r.ReadAllAsync()) { if (item == 9) { break; } }", true)]
    [InlineData("var r = c.Reader; await foreach (int item in r.ReadAllAsync()) { flag = !flag; }", false)]
    [InlineData("while (await c.Reader.WaitToReadAsync()) { while (c.Reader.TryRead(out int item)) { if (item == 9) { return; } } }", true)]
    [InlineData("while (await c.Reader.WaitToReadAsync()) { while (c.Reader.TryRead(out int item)) { flag = !flag; } }", false)]
    [InlineData("int first = await c.Reader.ReadAsync();", true)]
    [InlineData("int first = await c.Reader.ReadAsync(); Work(first);", true)]
    [InlineData("if (c.Reader.TryRead(out int first)) { return; } await foreach (int item in c.Reader.ReadAllAsync()) { flag = !flag; }", true)]
    [InlineData("", true)]
    [InlineData("Work();", true)]
    [InlineData("if (flag) { await foreach (int item in c.Reader.ReadAllAsync()) { flag = !flag; } }", true)]
    [InlineData("try { await foreach (int item in c.Reader.ReadAllAsync()) { if (item == 9) { break; } } } finally { c.Writer.TryComplete(); }", false)]
    [InlineData("try { await foreach (int item in c.Reader.ReadAllAsync(token)) { Work(item); } } finally { c.Writer.TryComplete(); }", false)]
    [InlineData("try { Work(); } finally { await foreach (int item in c.Reader.ReadAllAsync()) { flag = !flag; } }", false)]
    [InlineData("await foreach (int item in c.Reader.ReadAllAsync()) { if (item == 9) { break; } } await foreach (int item in c.Reader.ReadAllAsync()) { flag = !flag; }", false)]
    [InlineData("Drain(c.Reader); static void Drain(ChannelReader<int> r) { while (r.TryRead(out _)) { } }", false)]
    [InlineData("_ = Task.Run(async () => { await foreach (int item in c.Reader.ReadAllAsync()) { Work(item); } });", false)]
    public Task A_Reader_That_Leaves_Before_The_End(string read, bool isReported) => Signals.Verify("BOUNDED " + Produce + read, isReported);

    [Theory]
    [InlineData("Channel.CreateBounded<int>(4)", true)]
    [InlineData("Channel.CreateBounded<int>(capacity: 1)", true)]
    [InlineData("Channel.CreateBounded<int>(new BoundedChannelOptions(4))", true)]
    [InlineData("Channel.CreateBounded<int>(new BoundedChannelOptions(4) { SingleReader = true })", true)]
    [InlineData("Channel.CreateBounded<int>(new BoundedChannelOptions(4) { FullMode = BoundedChannelFullMode.Wait })", true)]
    [InlineData("Channel.CreateBounded<int>(new BoundedChannelOptions(4) { FullMode = BoundedChannelFullMode.DropOldest })", false)]
    [InlineData("Channel.CreateBounded<int>(new BoundedChannelOptions(4) { FullMode = BoundedChannelFullMode.DropNewest })", false)]
    [InlineData("Channel.CreateBounded<int>(new BoundedChannelOptions(4) { FullMode = BoundedChannelFullMode.DropWrite })", false)]
    [InlineData("Channel.CreateBounded<int>(new BoundedChannelOptions(4) { FullMode = BoundedChannelFullMode.DropWrite }, item => { })", false)]
    [InlineData("Channel.CreateUnbounded<int>()", false)]
    [InlineData("Channel.CreateUnbounded<int>(new UnboundedChannelOptions { SingleWriter = true })", false)]
    public Task Only_A_Channel_That_Makes_Writers_Wait(string creation, bool isReported)
    {
        string made = isReported ? $"{{|LEAK006:{creation}|}}" : creation;
        string body = Code.Body($"var c = {made}; {Produce} await foreach (int item in c.Reader.ReadAllAsync()) {{ if (item == 9) {{ break; }} }}");
        return isReported ? Verify.Reported(body) : Verify.Silent(body);
    }

    [Theory]
    [InlineData("BoundedChannelOptions options")]
    [InlineData("Channel<int> given")]
    public Task A_Channel_Whose_Bound_Is_Not_Known_Is_Not_Reported(string parameter) => Verify.Silent(Code.Class($$"""
        public async Task Scope({{parameter}})
        {
            var c = {{(parameter.Contains("given", StringComparison.Ordinal) ? "given" : "Channel.CreateBounded<int>(options)")}};
            _ = Task.Run(async () => { for (int i = 0; i < 99; i++) { await c.Writer.WriteAsync(i); } });
            Work(await c.Reader.ReadAsync());
        }
        """));

    [Theory]
    [InlineData("_ = Task.Run(async () => { while (true) { await c.Writer.WriteAsync(1); } });", true)]
    [InlineData("_ = Task.Run(async () => { foreach (int n in new[] { 1, 2 }) { await c.Writer.WriteAsync(n).ConfigureAwait(false); } });", true)]
    [InlineData("_ = Task.Run(async () => { while (await c.Writer.WaitToWriteAsync()) { c.Writer.TryWrite(1); } });", true)]
    [InlineData("_ = Task.Run(async () => { for (int i = 0; i < 9; i++) { await OneAsync(c.Writer); } });", true)]
    [InlineData("for (int i = 0; i < 9; i++) { _ = OneAsync(c.Writer); }", true)]
    [InlineData("foreach (int n in new[] { 1, 2 }) { _ = Task.Run(async () => await c.Writer.WriteAsync(n)); }", true)]
    [InlineData("_ = Task.Run(async () => await c.Writer.WriteAsync(1));", false)]
    [InlineData("_ = OneAsync(c.Writer);", false)]
    [InlineData("_ = Task.Run(() => { for (int i = 0; i < 9; i++) { c.Writer.TryWrite(i); } });", false)]
    public async Task Only_Writes_That_Can_Fill_It(string start, bool isReported)
    {
        const string One = "static async Task OneAsync(ChannelWriter<int> w) => await w.WriteAsync(1);";
        await Signals.Verify("BOUNDED " + start + " int first = await c.Reader.ReadAsync();" + One, isReported);
        await Signals.Verify("BOUNDED " + start + One, isReported);
    }

    [Fact]
    public Task A_Channel_Of_Each_Iteration_Is_Not_Filled_By_One_Write() => Verify.Silent(Code.Body("""
        for (int i = 0; i < 9; i++)
        {
            var c = Channel.CreateBounded<int>(1);
            _ = Task.Run(async () => await c.Writer.WriteAsync(1));
            await Task.WhenAny(c.Reader.Completion, Task.Delay(1, token));
        }
        """));

    [Theory]
    [InlineData("await foreach (int item in c.Reader.ReadAllAsync(token)) { flag = !flag; } await t;", true)]
    [InlineData("await foreach (int item in c.Reader.ReadAllAsync()) { flag = !flag; } await t;", false)]
    [InlineData("await foreach (int item in c.Reader.ReadAllAsync()) { if (item == 9) { break; } } await t;", true)]
    [InlineData("try { await foreach (int item in c.Reader.ReadAllAsync()) { Work(item); } } finally { await t; }", true)]
    [InlineData("try { await foreach (int item in c.Reader.ReadAllAsync()) { Work(item); } } finally { c.Writer.TryComplete(); await t; }", false)]
    [InlineData("await t; await foreach (int item in c.Reader.ReadAllAsync()) { flag = !flag; }", true)]
    public Task A_Writer_That_The_Scope_Joins(string read, bool isReported) =>
        Signals.Verify("BOUNDED " + Produce.Replace("_ =", "Task t =", StringComparison.Ordinal) + read, isReported);

    [Theory]
    [InlineData("await foreach (int item in c.Reader.ReadAllAsync(token)) { if (item == 9) { break; } }", true)]
    [InlineData("await foreach (int item in c.Reader.ReadAllAsync(token)) { flag = !flag; }", false)]
    public Task A_Writer_With_The_Callers_Token_Outlives_Only_A_Reader_That_Leaves(string read, bool isReported) =>
        Signals.Verify("BOUNDED _ = Task.Run(async () => { for (int i = 0; i < 99; i++) { await c.Writer.WriteAsync(i, token); } c.Writer.Complete(); });" + read, isReported);
}
