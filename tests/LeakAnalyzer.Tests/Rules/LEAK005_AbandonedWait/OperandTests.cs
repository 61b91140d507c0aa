namespace LeakAnalyzer.Tests.Rules.LEAK005_AbandonedWait;

/// <summary>Tests the kinds of races, and the positions in the code at which the operation can begin.</summary>
public class OperandTests
{
    [Theory]
    [InlineData("await Task.WhenAny(READ, other);")]
    [InlineData("await Task.WhenAny(other, READ);")]
    [InlineData("await Task.WhenAny(other, READ, other);")]
    [InlineData("await Task.WhenAny(READ, READ);")]
    [InlineData("await Task.WhenAny(READ, other).ConfigureAwait(false);")]
    [InlineData("await (await Task.WhenAny(READ, other));")]
    [InlineData("await Task.WhenAny(READ, other).Unwrap();")]
    [InlineData("Task.WhenAny(READ, other).Wait();")]
    [InlineData("Work(Task.WhenAny(READ, other).Result);")]
    [InlineData("Work(Task.WhenAny(READ, other).GetAwaiter().GetResult());")]
    [InlineData("var race = Task.WhenAny(READ, other); await race;")]
    [InlineData("Task.WaitAny(READ, other);")]
    [InlineData("Task.WaitAny(new Task[] { READ, other }, 1000);")]
    [InlineData("Task.WaitAny(new Task[] { READ, other }, token);")]
    [InlineData("await Task.WhenAny(new[] { READ, other });")]
    [InlineData("await Task.WhenAny(new Task[] { READ, other });")]
    [InlineData("await Task.WhenAny(new Task[2] { READ, other });")]
    [InlineData("await Task.WhenAny([READ, other]);")]
    [InlineData("await Task.WhenAny(new List<Task> { READ, other });")]
    [InlineData("await Task.WhenAny(new List<Task>(2) { READ, other });")]
    [InlineData("await Task.WhenAny((Task)READ, other);")]
    [InlineData("await Task.WhenAny((READ), other);")]
    [InlineData("await Task.WhenAny(READ!, other);")]
    [InlineData("await Task.WhenAny<int>(READ, READ);")]
    [InlineData("await Task.WhenAny(tasks: new Task[] { READ, other });")]
    public Task An_Operand_In_The_Race_Is_Reported(string code) => RaceCode.Reported(code);

    [Theory]
    [InlineData("var read = READ; await Task.WhenAny(read, other);")]
    [InlineData("Task read = READ; await Task.WhenAny(other, read);")]
    [InlineData("Task<int> read; read = READ; await Task.WhenAny(other, read);")]
    [InlineData("ValueTask<int> read = {|LEAK005:reader.ReadAsync()|}; await Task.WhenAny(read.AsTask(), other);")]
    [InlineData("Task? read = null; read ??= READ; await Task.WhenAny(read, other);")]
    [InlineData("Task read = READ, second = READ; await Task.WhenAny(read, second);")]
    [InlineData("var read = READ; await Task.WhenAny(new[] { read, other });")]
    [InlineData("var read = READ; await Task.WhenAny([read, other]);")]
    [InlineData("var read = READ; await Task.WhenAny(new List<Task> { read, other });")]
    [InlineData("var read = READ; var tasks = new[] { read, other }; await Task.WhenAny(tasks);")]
    [InlineData("var read = READ; Task[] tasks = { read, other }; await Task.WhenAny(tasks);")]
    [InlineData("var read = READ; Task[] tasks = [read, other]; await Task.WhenAny(tasks);")]
    [InlineData("var read = READ; var tasks = new List<Task> { read, other }; await Task.WhenAny(tasks);")]
    [InlineData("var tasks = new[] { READ, other }; await Task.WhenAny(tasks);")]
    [InlineData("Task[] tasks = { READ, other }; Task.WaitAny(tasks);")]
    [InlineData("Task[] tasks = [READ, other]; await Task.WhenAny(tasks);")]
    [InlineData("List<Task> tasks = [READ, other]; await Task.WhenAny(tasks);")]
    [InlineData("List<Task> tasks = new() { READ, other }; await Task.WhenAny(tasks);")]
    [InlineData("Task[] tasks; tasks = new[] { READ, other }; await Task.WhenAny(tasks);")]
    [InlineData("IEnumerable<Task> tasks = new[] { READ, other }; await Task.WhenAny(tasks);")]
    [InlineData("var read = READ; await read; read = READ; await Task.WhenAny(read, other);", 1)]
    [InlineData("var read = READ; await Task.WhenAny(read, other); await read; read = READ; await Task.WhenAny(read, other);", 1)]
    [InlineData("var read = READ; await Task.WhenAny(read, other); await Task.WhenAny(read, Task.Delay(9, token));")]
    public Task An_Operand_In_A_Local_Is_Reported(string code, int joined = 0) => RaceCode.Reported(Joined(code, joined));

    [Theory]
    [InlineData("var read = READ; await Task.WhenAny(read);")]
    [InlineData("await Task.WhenAny(READ);")]
    [InlineData("await Task.WhenAny(new Task[] { READ });")]
    [InlineData("var read = READ; await Task.WhenAll(read, other);")]
    [InlineData("var read = READ; Work(new[] { read, other });")]
    [InlineData("var read = READ; var tasks = new[] { read, other }; await Task.WhenAny(tasks); await Task.WhenAll(tasks);")]
    [InlineData("var read = READ; var tasks = new[] { read, other }; await Task.WhenAny(tasks); await tasks[0];")]
    [InlineData("var read = READ; var tasks = new List<Task> { read, other }; var first = await Task.WhenAny(tasks); tasks.Remove(first); await Task.WhenAll(tasks);")]
    [InlineData("var tasks = new[] { READ, other }; await Task.WhenAny(tasks); await Task.WhenAll(tasks);")]
    [InlineData("var tasks = new[] { READ, other }; await Task.WhenAny(tasks); foreach (var task in tasks) { await task; }")]
    [InlineData("var tasks = new List<Task> { READ, other }; while (tasks.Count > 0) { tasks.Remove(await Task.WhenAny(tasks)); }")]
    [InlineData("var tasks = new List<Task>(); tasks.Add(READ); await Task.WhenAny(tasks);")]
    [InlineData("var tasks = new[] { READ, other }; Work(tasks); await Task.WhenAny(tasks);")]
    public Task What_Can_Not_Be_Lost_Or_Followed_Is_Not_Reported(string code) => RaceCode.Silent(code);

    [Theory]
    [InlineData("await Task.WhenAny(other, other);")]
    [InlineData("Task pending = _pending; await Task.WhenAny(pending, other);")]
    [InlineData("await Task.WhenAny(_pending, other);")]
    [InlineData("Task pending = PumpAsync(); await Task.WhenAny(pending, other);")]
    [InlineData("await Task.WhenAny(given);")]
    [InlineData("await _pending.WaitAsync(TimeSpan.FromSeconds(1));")]
    [InlineData("await other.WaitAsync(token);")]
    [InlineData("_pending = reader.ReadAsync().AsTask(); await Task.WhenAny(_pending, other);")]
    public Task Tasks_From_Outside_Are_Not_Reported(string code) => Verify.Silent(Code.Class($$"""
        private Task _pending = Task.CompletedTask;

        public async Task Scope(ChannelReader<int> reader, Task other, Task[] given, CancellationToken token)
        {
            {{code}}
        }

        private static Task PumpAsync() => Task.CompletedTask;
        """), Setup.Races);

    /// <summary>Replaces the first <paramref name="joined"/> placeholders <c>READ</c> by reads that are awaited after the race.</summary>
    private static string Joined(string code, int joined)
    {
        for (int i = 0; i < joined; i++)
        {
            int at = code.IndexOf("READ", StringComparison.Ordinal);
            code = code[..at] + "reader.ReadAsync().AsTask()" + code[(at + 4)..];
        }

        return code;
    }
}
