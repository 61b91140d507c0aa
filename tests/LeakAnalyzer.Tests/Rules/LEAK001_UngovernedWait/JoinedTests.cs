namespace LeakAnalyzer.Tests.Rules.LEAK001_UngovernedWait;

/// <summary>Tests started tasks that aren't reported, because some code awaits or may await them.</summary>
public class JoinedTests
{
    [Theory]
    [InlineData("await PumpAsync(reader);")]
    [InlineData("await PumpAsync(reader).ConfigureAwait(false);")]
    [InlineData("await Task.Run(async () => await reader.ReadAsync());")]
    [InlineData("await await Task.Factory.StartNew(async () => await reader.ReadAsync());")]
    [InlineData("await Task.Factory.StartNew(async () => await reader.ReadAsync()).Unwrap();")]
    [InlineData("PumpAsync(reader).Wait();")]
    [InlineData("_ = Task.Run(async () => await reader.ReadAsync()).Result;")]
    [InlineData("PumpAsync(reader).GetAwaiter().GetResult();")]
    [InlineData("PumpAsync(reader).ConfigureAwait(false).GetAwaiter().GetResult();")]
    public Task A_Task_Joined_At_Once_Is_Not_Reported(string code) => Verify.Silent(Code.Body(code));

    [Theory]
    [InlineData("await pump;")]
    [InlineData("await pump.ConfigureAwait(false);")]
    [InlineData("if (flag) { await pump; }")]
    [InlineData("await Task.WhenAll(pump, Task.Delay(1));")]
    [InlineData("await Task.WhenAll(new[] { pump });")]
    [InlineData("await Task.WhenAny(pump, Task.Delay(1));")]
    [InlineData("Task.WaitAll(pump);")]
    [InlineData("Task.WaitAny(pump);")]
    [InlineData("pump.Wait();")]
    [InlineData("pump.Wait(1000);")]
    [InlineData("pump.GetAwaiter().GetResult();")]
    [InlineData("var awaiter = pump.GetAwaiter(); awaiter.GetResult();")]
    [InlineData("await pump.WaitAsync(TimeSpan.FromSeconds(1));")]
    [InlineData("try { Work(); } finally { await pump; }")]
    [InlineData("var same = pump; await same;")]
    [InlineData("Action join = () => pump.Wait(); join();")]
    [InlineData("Func<Task> join = async () => await pump; await join();")]
    [InlineData("await Join(); async Task Join() => await pump;")]
    public Task A_Task_Joined_Later_Is_Not_Reported(string code) => Verify.Silent(Code.Body($"var pump = PumpAsync(reader);\nWork();\n{code}"));

    [Theory]
    [InlineData("_task = PumpAsync(reader);")]
    [InlineData("Pump = PumpAsync(reader);")]
    [InlineData("_task ??= PumpAsync(reader);")]
    [InlineData("s_task = PumpAsync(reader);")]
    [InlineData("_tasks.Add(PumpAsync(reader));")]
    [InlineData("_tasks[0] = PumpAsync(reader);")]
    [InlineData("var pump = PumpAsync(reader); _tasks.Add(pump);")]
    [InlineData("var all = new[] { PumpAsync(reader), PumpAsync(reader) }; Task.WaitAll(all);")]
    [InlineData("var all = new List<Task> { PumpAsync(reader) }; _tasks.AddRange(all);")]
    [InlineData("var named = new Dictionary<int, Task> { [1] = PumpAsync(reader) }; Keep(named[1]);")]
    [InlineData("Keep(PumpAsync(reader));")]
    [InlineData("var pump = PumpAsync(reader); Keep(pump);")]
    [InlineData("Keep(new { Pump = PumpAsync(reader) });")]
    [InlineData("Keep(new Subject { Pump = PumpAsync(reader) });")]
    [InlineData("Interlocked.Exchange(ref _task, PumpAsync(reader));")]
    [InlineData("(_task, Pump) = (PumpAsync(reader), null);")]
    [InlineData("slot = PumpAsync(reader);")]
    [InlineData("Task? outer = null; Action start = () => outer = PumpAsync(reader); start(); outer!.Wait();")]
    public Task A_Task_That_Is_Stored_Or_Passed_Is_Not_Reported(string code) => Verify.Silent(Code.Class(
        $$"""
            private Task? _task;
            private static Task? s_task;
            private readonly List<Task> _tasks = new();
            public Task? Pump { get; set; }

            public void Scope(ChannelReader<int> reader, ref Task? slot) { {{Local(code)}} }
            private static void Keep(object? value) { }
            private static async Task PumpAsync(ChannelReader<int> reader) => await reader.ReadAsync();
            public void Join() => Task.WaitAll(_task!, s_task!);
        """));

    [Theory]
    [InlineData("public Task Scope(ChannelReader<int> reader) => PumpAsync(reader);")]
    [InlineData("public Task Scope(ChannelReader<int> reader) { var pump = PumpAsync(reader); Work(); return pump; }")]
    [InlineData("public Task? Scope(ChannelReader<int> reader, bool on) => on ? PumpAsync(reader) : null;")]
    [InlineData("public (Task, int) Scope(ChannelReader<int> reader) => (PumpAsync(reader), 1);")]
    [InlineData("public Task[] Scope(ChannelReader<int> reader) => [PumpAsync(reader)];")]
    [InlineData("public IEnumerable<Task> Scope(ChannelReader<int> reader) { yield return PumpAsync(reader); }")]
    [InlineData("public void Scope(ChannelReader<int> reader, out Task pump) => pump = PumpAsync(reader);")]
    [InlineData("public Func<Task> Scope(ChannelReader<int> reader) => () => PumpAsync(reader);")]
    [InlineData("public Task Scope(ChannelReader<int> reader) => PumpAsync(reader).ContinueWith(done => Work(done));")]
    public Task A_Task_That_Is_Given_Back_Is_Not_Reported(string scope) => Verify.Silent(Code.Class(
        scope + "\nprivate static async Task PumpAsync(ChannelReader<int> reader) => await reader.ReadAsync();"));

    [Theory]
    [InlineData("public void Scope(ChannelReader<int> reader) => {|LEAK001:PumpAsync|}(reader);")]
    [InlineData("public Task Scope(ChannelReader<int> reader) { var pump = {|LEAK001:PumpAsync|}(reader); return Task.CompletedTask; }")]
    [InlineData("public Task? Scope(ChannelReader<int> reader, bool on) { _ = on ? {|LEAK001:PumpAsync|}(reader) : null; return null; }")]
    [InlineData("public IEnumerable<Task> Scope(ChannelReader<int> reader) { _ = {|LEAK001:PumpAsync|}(reader); yield return Task.CompletedTask; }")]
    [InlineData("public Action Scope(ChannelReader<int> reader) => () => {|LEAK001:PumpAsync|}(reader);")]
    public Task A_Task_That_Is_Not_Given_Back_Is_Reported(string scope) => Verify.Reported(Code.Class(
        scope + "\nprivate static async Task PumpAsync(ChannelReader<int> reader) => await reader.ReadAsync();"));

    // A lambda can't use the 'ref' parameter.
    private static string Local(string code) =>
        code.Contains("=> outer", StringComparison.Ordinal) ? $"Inner(reader); static void Inner(ChannelReader<int> reader) {{ {code} }}" : code;
}
