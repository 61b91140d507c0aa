namespace LeakAnalyzer.Tests.Rules.LEAK006_SignalNotCompleted;

/// <summary>Tests tasks that the method awaits. They wait for ever if the channel is completed only after the await.</summary>
public class JoinedTests
{
    private const string Methods = """

        partial class Subject
        {
            private static async Task ConsumeAsync(ChannelReader<int> source) { await foreach (int item in source.ReadAllAsync()) { Work(item); } }
            private static async Task ProduceAsync(ChannelWriter<int> target) { for (int i = 0; i < 99; i++) { await target.WriteAsync(i); } }
            private static async Task ProduceAllAsync(ChannelWriter<int> target) { try { await target.WriteAsync(1); } finally { target.Complete(); } }
            private static Task<int> AskAsync() => Task.FromResult(1);
        }
        """;

    [Theory]
    [InlineData("Task t = ConsumeAsync(c.Reader); Work(); c.Writer.Complete(); await t;", true)]
    [InlineData("Task t = ConsumeAsync(c.Reader); try { Work(); } finally { c.Writer.Complete(); } await t;", false)]
    [InlineData("Task t = ConsumeAsync(c.Reader); if (flag) { return; } c.Writer.Complete(); await t;", true)]
    [InlineData("Task t = ConsumeAsync(c.Reader); if (flag) { c.Writer.Complete(); return; } c.Writer.Complete(); await t;", false)]
    [InlineData("Task t = ConsumeAsync(c.Reader); c.Writer.Complete(); await t;", false)]
    [InlineData("Task t = ConsumeAsync(c.Reader); c.Writer.TryWrite(1); c.Writer.TryWrite(2); c.Writer.Complete(); await t;", false)]
    [InlineData("Task t = ConsumeAsync(c.Reader); await c.Writer.WriteAsync(1); c.Writer.Complete(); await t;", true)]
    [InlineData("Task t = ConsumeAsync(c.Reader); for (int i = 0; i < 9; i++) { await Task.Delay(i); c.Writer.TryWrite(i); } c.Writer.Complete(); await t;", true)]
    [InlineData("Task t = Task.Run(() => ConsumeAsync(c.Reader)); c.Writer.TryWrite(await AskAsync()); c.Writer.Complete(); await t;", true)]
    [InlineData("Task t = Task.Run(() => ConsumeAsync(c.Reader)); try { c.Writer.TryWrite(await AskAsync()); c.Writer.Complete(); } catch (Exception e) { c.Writer.Complete(e); } await t;", false)]
    public Task A_Path_That_Does_Not_Come_To_The_Join(string code, bool isReported) => Run("CHANNEL " + code, isReported);

    [Theory]
    [InlineData("Task t = ConsumeAsync(c.Reader); await t; c.Writer.Complete();", true)]
    [InlineData("Task t = ConsumeAsync(c.Reader); await t.ConfigureAwait(false); c.Writer.Complete();", true)]
    [InlineData("ChannelReader<int> r = c.Reader, same = r; Task t = ConsumeAsync(same); await t; c.Writer.Complete();", true)]
    [InlineData("Task t = ConsumeAsync(c.Reader); try { await t; } finally { c.Writer.Complete(); }", true)]
    [InlineData("Task t = ConsumeAsync(c.Reader); try { c.Writer.Complete(); } finally { await t; }", false)]
    [InlineData("Task t = ConsumeAsync(c.Reader); t.Wait(); c.Writer.Complete();", true)]
    [InlineData("Task t = ConsumeAsync(c.Reader); t.GetAwaiter().GetResult(); c.Writer.Complete();", true)]
    [InlineData("Task t = ConsumeAsync(c.Reader); await Task.WhenAll(t, Task.Delay(1)); c.Writer.Complete();", true)]
    [InlineData("Task t = ConsumeAsync(c.Reader); await Task.WhenAny(t, Task.Delay(1)); await Task.Yield(); c.Writer.Complete(); await t;", true)]
    [InlineData("Task t = ConsumeAsync(c.Reader); await Task.WhenAny(t, Task.Delay(1)); c.Writer.Complete(); await t;", false)]
    [InlineData("Task t = ConsumeAsync(c.Reader); try { await Task.WhenAny(t, Task.Delay(1)); } finally { c.Writer.Complete(); } await t;", false)]
    [InlineData("Task t = ConsumeAsync(c.Reader); if (flag) { await t; } c.Writer.Complete(); await t;", true)]
    public Task A_Completion_After_The_Join_Counts_For_Nothing(string code, bool isReported) => Run("CHANNEL " + code, isReported);

    [Theory]
    [InlineData("Task t = Task.Run(async () => { await p.Task; }); Work(); p.SetResult(); await t;", true)]
    [InlineData("Task t = Task.Run(async () => { await p.Task; }); try { Work(); } finally { p.SetResult(); } await t;", false)]
    [InlineData("Task t = Task.Run(async () => { await p.Task; }); await t; p.SetResult();", true)]
    [InlineData("Task<int> t = Task.Run(async () => { await p.Task; return 1; }); Work(t.Result); p.SetResult();", true)]
    [InlineData("Task<int> t = Task.Run(async () => { await p.Task; return 1; }); p.SetResult(); Work(t.Result);", false)]
    [InlineData("Task t = Task.Run(async () => { await Task.Delay(1); }); Work(); p.SetResult(); await t;", false)]
    [InlineData("Task<int> t = AskAsync(); Work(); p.SetResult(); await t;", false)]
    public Task A_Promise_Is_No_Other(string code, bool isReported) => Run("PROMISE " + code, isReported);

    [Theory]
    [InlineData("Task t = ConsumeAsync(c.Reader); await ProduceAsync(c.Writer); c.Writer.Complete(); await t;", true)]
    [InlineData("Task t = ConsumeAsync(c.Reader); await ProduceAsync(c.Writer).ConfigureAwait(false); c.Writer.Complete(); await t;", true)]
    [InlineData("Task t = ConsumeAsync(c.Reader); await Task.WhenAll(ProduceAsync(c.Writer), ProduceAsync(c.Writer)); c.Writer.Complete(); await t;", true)]
    [InlineData("Task t = ConsumeAsync(c.Reader); try { await ProduceAsync(c.Writer); } finally { c.Writer.Complete(); } await t;", false)]
    [InlineData("Task t = ConsumeAsync(c.Reader); try { await Task.WhenAll(ProduceAsync(c.Writer), ProduceAsync(c.Writer)); } finally { c.Writer.Complete(); } await t;", false)]
    [InlineData("Task t = ConsumeAsync(c.Reader); try { await ProduceAsync(c.Writer); c.Writer.Complete(); } catch (Exception e) { c.Writer.Complete(e); throw; } await t;", false)]
    [InlineData("Task t = ConsumeAsync(c.Reader); await ProduceAsync(c.Writer); await t;", true)]
    [InlineData("Task t = ConsumeAsync(c.Reader); await ProduceAllAsync(c.Writer); await t;", false)]
    [InlineData("Task t = ConsumeAsync(c.Reader); await ProduceAllAsync(c.Writer); c.Writer.TryComplete(); await t;", false)]
    [InlineData("Task t = ConsumeAsync(c.Reader); Task u = ProduceAsync(c.Writer); await Task.WhenAll(t, u); c.Writer.Complete();", true)]
    [InlineData("await Task.WhenAll(ConsumeAsync(c.Reader), ProduceAllAsync(c.Writer));", false)]
    [InlineData("Task t = ConsumeAsync(c.Reader); _ = ProduceAsync(c.Writer); Work(); c.Writer.Complete(); await t;", true)]
    [InlineData("Task t = ConsumeAsync(c.Reader); _ = ProduceAllAsync(c.Writer); Work(); c.Writer.Complete(); await t;", false)]
    [InlineData("Task t = ConsumeAsync(c.Reader); Work(c.Writer); Work(); c.Writer.Complete(); await t;", false)]
    public Task A_Channel_Handed_To_Calls_That_The_Scope_Awaits(string code, bool isReported) => Run("CHANNEL " + code, isReported);

    [Theory]
    [InlineData("var list = new List<Task>(); for (int i = 0; i < 4; i++) { list.Add(ConsumeAsync(c.Reader)); } Work(); c.Writer.Complete(); await Task.WhenAll(list);", true)]
    [InlineData("var list = new List<Task>(); for (int i = 0; i < 4; i++) { list.Add(ConsumeAsync(c.Reader)); } try { Work(); } finally { c.Writer.Complete(); } await Task.WhenAll(list);", false)]
    [InlineData("Task[] all = { ConsumeAsync(c.Reader), ConsumeAsync(c.Reader) }; Work(); c.Writer.Complete(); await Task.WhenAll(all);", true)]
    [InlineData("Task[] all = { ConsumeAsync(c.Reader), ConsumeAsync(c.Reader) }; try { Work(); } finally { c.Writer.Complete(); } await Task.WhenAll(all);", false)]
    [InlineData("_tasks.Add(ConsumeAsync(c.Reader)); Work(); c.Writer.Complete();", true)]
    [InlineData("_task = ConsumeAsync(c.Reader); Work(); c.Writer.Complete();", true)]
    [InlineData("_task = ConsumeAsync(c.Reader); try { Work(); } finally { c.Writer.Complete(); }", false)]
    [InlineData("await ConsumeAsync(c.Reader); Work();", false)]
    public Task A_Task_That_Is_Kept_Or_Collected(string code, bool isReported) => Run("CHANNEL " + code, isReported,
        "partial class Subject { private readonly List<Task> _tasks = new(); private Task? _task; public Task All => Task.WhenAll(_tasks.Append(_task!)); }");

    [Theory]
    [InlineData("return ConsumeAsync(c.Reader);", true)]
    [InlineData("c.Writer.Complete(); return ConsumeAsync(c.Reader);", false)]
    [InlineData("Task t = ConsumeAsync(c.Reader); Work(); c.Writer.Complete(); return t;", true)]
    [InlineData("Task t = ConsumeAsync(c.Reader); try { Work(); } finally { c.Writer.Complete(); } return t;", false)]
    public Task A_Task_That_Is_Returned(string code, bool isReported)
    {
        string body = Code.Class($"public Task Scope(bool flag) {{ {Signals.Expand("CHANNEL " + code, isReported)} }}") + Methods;
        return isReported ? Verify.Reported(body) : Verify.Silent(body);
    }

    private static Task Run(string code, bool isReported, string more = "")
    {
        string body = Signals.Scope(code, isReported) + Methods + "\n" + more;
        return isReported ? Verify.Reported(body) : Verify.Silent(body);
    }
}
