namespace LeakAnalyzer.Tests.Rules.LEAK005_AbandonedWait;

/// <summary>Tests races in a loop: each iteration begins a new operation, or reuses the pending one.</summary>
[OnOldestRoslyn]
public class LoopTests
{
    [Theory]
    [InlineData("while (flag) { await Task.WhenAny(READ, other); }")]
    [InlineData("while (true) { await Task.WhenAny(READ, other); }")]
    [InlineData("while (true) { try { await Task.WhenAny(READ, other); } catch (Exception) { } }")]
    [InlineData("do { var read = READ; if (await Task.WhenAny(read, other) == read) { Work(await read); } } while (flag);")]
    [InlineData("for (int i = 0; i < 9; i++) { var read = READ; if (await Task.WhenAny(read, other) != read) { continue; } Work(await read); }")]
    [InlineData("foreach (int i in new[] { 1, 2 }) { await Task.WhenAny(READ, other); }")]
    [InlineData("while (flag) { var read = READ; while (!read.IsCompleted) { await Task.WhenAny(read, Task.Delay(9, token)); if (flag) { break; } } }")]
    public Task A_New_Operation_On_Each_Iteration_Is_Reported(string code) => RaceCode.Reported(code);

    [Theory]
    [InlineData("Task<int> read; while (flag) { read = READ; await Task.WhenAny(read, other); }")]
    [InlineData("Task<int>? read = null; while (flag) { read ??= READ; await Task.WhenAny(read, other); read = null; }")]
    [InlineData("Task<int>? read = null; while (flag) { read ??= READ; if (await Task.WhenAny(read, other) == read) { Work(await read); } read = null; }")]
    [InlineData("Task<int>? read = null; while (flag) { if (read == null) { read = READ; } if (await Task.WhenAny(read, other) == other) { read = null; } }")]
    [InlineData("Task<int>? read = null; while (flag) { if (read is null || flag) { read = READ; } await Task.WhenAny(read, other); }")]
    [InlineData("Task<int> read = READ; while (flag) { if (await Task.WhenAny(read, other) != read) { read = READ; } else { Work(await read); } }")]
    public Task An_Operation_That_Is_Overwritten_While_It_Is_Pending_Is_Reported(string code) => RaceCode.Reported(code);

    [Theory]
    [InlineData("Task<int>? read = null; while (flag) { read ??= READ; if (await Task.WhenAny(read, other) == read) { Work(await read); read = null; } }")]
    [InlineData("Task<int>? read = null; while (flag) { if (read == null) { read = READ; } if (await Task.WhenAny(read, other) == read) { Work(read.Result); read = null; } }")]
    [InlineData("Task<int>? read = null; while (flag) { if (read is null) { read = READ; } if (await Task.WhenAny(read, other) == read) { Work(read.Result); read = null; } }")]
    [InlineData("Task<int>? read = null; while (flag) { if (read is not { }) { read = READ; } await Task.WhenAny(read, other); if (read.IsCompleted) { read = null; } }")]
    [InlineData("Task<int>? read = null; while (flag) { if (read is null || read.IsCompleted) { read = READ; } await Task.WhenAny(read, other); }")]
    [InlineData("Task<int> read = READ; while (flag) { if (await Task.WhenAny(read, other) == read) { Work(await read); read = READ; } else { Work(); } }")]
    [InlineData("Task<int> read = READ; while (flag) { if (await Task.WhenAny(read, other) != read) { continue; } Work(await read); read = READ; }")]
    [InlineData("Task<int> read = READ; for (;;) { var first = await Task.WhenAny(read, other); if (first == other) { Work(); continue; } Work(await read); read = READ; }")]
    [InlineData("Task<int>? read = null; while (true) { try { read ??= READ; await Task.WhenAny(read, other); if (read.IsCompleted) { read = null; } } catch (Exception) { } }")]
    [InlineData("Task<int> read = READ; while (!read.IsCompleted) { await Task.WhenAny(read, Task.Delay(9, token)); }")]
    public Task A_Pending_Operation_That_Is_Kept_For_The_Next_Iteration_Is_Not_Reported(string code) => RaceCode.Silent(code);

    [Fact]
    public Task An_Operation_That_Is_Kept_Outside_And_Raced_Once_Is_Reported() => RaceCode.Reported(
        "Task<int> read = READ; while (flag) { Work(); } await Task.WhenAny(read, other);");
}
