namespace LeakAnalyzer.Tests.Rules.LEAK001_UngovernedWait;

/// <summary>Tests the ways to write a wait (awaited, blocking, returned, wrapped), and calls that only look like a wait.</summary>
[OnOldestRoslyn]
public class WaitShapeTests
{
    [Theory]
    [InlineData("await r.ReadAsync().ConfigureAwait(false)")]
    [InlineData("await (r.ReadAsync())")]
    [InlineData("await r!.ReadAsync()")]
    [InlineData("Work(await r.ReadAsync())")]
    [InlineData("var item = await r.ReadAsync()")]
    [InlineData("await r.ReadAsync().AsTask()")]
    [InlineData("r.ReadAsync().AsTask().Wait()")]
    [InlineData("Work(r.ReadAsync().AsTask().Result)")]
    [InlineData("Work(r.ReadAsync().Result)")]
    [InlineData("r.ReadAsync().GetAwaiter().GetResult()")]
    [InlineData("r.ReadAsync().AsTask().ConfigureAwait(false).GetAwaiter().GetResult()")]
    [InlineData("await foreach (var item in r.ReadAllAsync().ConfigureAwait(false)) { Work(item); }")]
    [InlineData("if (await r.WaitToReadAsync()) { Work(); }")]
    [InlineData("for (; await r.WaitToReadAsync();) { Work(); }")]
    [InlineData("try { await r.ReadAsync(); } catch (ChannelClosedException) { }")]
    [InlineData("try { Work(); } finally { await r.ReadAsync(); }")]
    [InlineData("using (new MemoryStream()) { await r.ReadAsync(); }")]
    [InlineData("lock (r) { r.ReadAsync().AsTask().Wait(); }")]
    [InlineData("var text = $\"{await r.ReadAsync()}\"")]
    [InlineData("_ = await r.ReadAsync() switch { 1 => true, _ => false }")]
    [InlineData("var read = r.ReadAsync(); await read")]
    [InlineData("var source = r; await source.ReadAsync()")]
    public Task A_Wait_In_Any_Shape_Is_Reported(string work) => Verify.Reported(Code.Started("ChannelReader<int> r", work, isReported: true));

    [Theory]
    [InlineData("_ = r.ReadAsync()")]
    [InlineData("var read = r.ReadAsync()")]
    [InlineData("Work(r.ReadAsync())")]
    [InlineData("r.ReadAsync().AsTask().Wait(1000)")]
    [InlineData("await Task.WhenAny(r.ReadAsync().AsTask(), Task.Delay(1000))")]
    [InlineData("Task.WaitAny(r.Completion, Task.Delay(1000))")]
    [InlineData("Func<Task> later = async () => await r.ReadAsync()")]
    [InlineData("Work(nameof(r.ReadAsync))")]
    public Task An_Operation_That_Is_Not_Waited_For_Is_Not_Reported(string work) =>
        Verify.Silent(Code.Started("ChannelReader<int> r", work, isReported: false));

    [Theory]
    [InlineData("_ = {|LEAK001:Task.Run|}(() => reader.ReadAsync().AsTask());")]
    [InlineData("_ = {|LEAK001:Task.Run|}(() => reader.Completion);")]
    [InlineData("_ = {|LEAK001:Task.Run|}(() => { Work(); return reader.Completion; });")]
    [InlineData("_ = {|LEAK001:Task.Run|}(() => PumpAsync(reader));")]
    public Task A_Wait_That_The_Work_Gives_Back_Is_Reported(string start) => Verify.Reported(Code.Body(start));

    [Theory]
    [InlineData("_ = Task.Run(() => { _ = reader.Completion; });")]
    [InlineData("_ = Task.Run(() => { Work(reader.Completion); return Task.CompletedTask; });")]
    public Task A_Wait_That_The_Work_Keeps_To_Itself_Is_Not_Reported(string start) => Verify.Silent(Code.Body(start));

    [Fact]
    public Task Code_After_The_Wait_Does_Not_Matter() => Verify.Reported(Code.Body("""
        _ = {|LEAK001:Task.Run|}(async () =>
        {
            for (int i = 0; i < 3; i++)
            {
                if (flag)
                {
                    continue;
                }

                await reader.ReadAsync();
                break;
            }
        });
        """));

    [Theory]
    [InlineData("public class Channel { public Task<int> ReadAsync() => Task.FromResult(1); }", "Channel c", "await c.ReadAsync()")]
    [InlineData("public class ChannelReader<T> { public ValueTask<T> ReadAsync() => default; }", "ChannelReader<int> c", "await c.ReadAsync()")]
    [InlineData("public class TaskCompletionSource { public Task Task => System.Threading.Tasks.Task.CompletedTask; }", "TaskCompletionSource c", "await c.Task")]
    [InlineData("public class SemaphoreSlim { public Task WaitAsync() => Task.CompletedTask; }", "SemaphoreSlim c", "await c.WaitAsync()")]
    [InlineData("public class BlockingCollection<T> { public T? Take() => default; }", "BlockingCollection<int> c", "c.Take()")]
    [InlineData("public class PipeReader { public Task ReadAsync() => Task.CompletedTask; }", "PipeReader c", "await c.ReadAsync()")]
    [InlineData("public class Socket { public Task AcceptAsync() => Task.CompletedTask; }", "Socket c", "await c.AcceptAsync()")]
    [InlineData("public class Delays { public static Task Delay(int n) => Task.CompletedTask; }", "int c", "await Delays.Delay(Timeout.Infinite)")]
    public Task A_Wait_Of_The_Users_Own_Type_Is_Not_Reported(string type, string parameters, string work) =>
        Verify.Silent($"namespace Mine\n{{\n{type}\n\n{Code.Started(parameters, work, isReported: false)}\n}}");

    [Fact]
    public Task A_Reader_Of_A_Users_Own_Kind_Is_Known_By_Its_Base() => Verify.Reported(Code.Started(
        "MyReader r", "await r.ReadAsync()", isReported: true) + """

        public abstract class MyReader : ChannelReader<int>
        {
            public int Count2 => 0;
        }
        """);
}
