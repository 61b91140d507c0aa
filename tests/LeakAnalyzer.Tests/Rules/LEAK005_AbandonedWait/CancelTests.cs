namespace LeakAnalyzer.Tests.Rules.LEAK005_AbandonedWait;

/// <summary>Tests whether every path after a race cancels the loser.</summary>
public class CancelTests
{
    [Theory]
    [InlineData("using var cts = CancellationTokenSource.CreateLinkedTokenSource(token); try { await Task.WhenAny(READ, other); } finally { cts.Cancel(); }")]
    [InlineData("using var cts = CancellationTokenSource.CreateLinkedTokenSource(token); try { await Task.WhenAny(READ, other); } finally { await cts.CancelAsync(); }")]
    [InlineData("using var cts = new CancellationTokenSource(); try { await Task.WhenAny(READ, other); Work(); } finally { cts.Cancel(); }")]
    [InlineData("var cts = new CancellationTokenSource(); await Task.WhenAny(READ, other); cts.Cancel(); Work();")]
    [InlineData("var cts = new CancellationTokenSource(); var read = READ; await Task.WhenAny(read, other); cts.Cancel(); Work();")]
    [InlineData("var cts = new CancellationTokenSource(); var read = READ; var first = await Task.WhenAny(read, other); if (first != read) { cts.Cancel(); } Work();")]
    [InlineData("var cts = new CancellationTokenSource(); if (await Task.WhenAny(READ, other) == other) { cts.Cancel(); } Work();")]
    [InlineData("var cts = new CancellationTokenSource(); if (await Task.WhenAny(READ, other) != other) { Work(); } else { cts.Cancel(); }")]
    [InlineData("var cts = new CancellationTokenSource(); try { await Task.WhenAny(READ, other); Work(); } catch { cts.Cancel(); throw; } cts.Cancel();")]
    [InlineData("while (flag) { using var cts = new CancellationTokenSource(); await Task.WhenAny(READ, other); cts.Cancel(); Work(); }")]
    [InlineData("CancellationTokenSource? cts = null; try { cts = new CancellationTokenSource(); await Task.WhenAny(READ, other); } finally { cts?.Cancel(); }")]
    [InlineData("var cts = new CancellationTokenSource(); Task[] tasks = [READ, other]; await Task.WhenAny(tasks); cts.Cancel();")]
    public async Task A_Loser_That_Each_Path_Cancels_Is_Not_Reported(string code)
    {
        await RaceCode.Silent(code.Replace("READ", "reader.ReadAsync(cts!.Token).AsTask()", StringComparison.Ordinal));
        await RaceCode.Silent(code.Replace("READ", "Task.Delay(-1, cts!.Token)", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("var cts = new CancellationTokenSource(); await Task.WhenAny(READ, other);")]
    [InlineData("using var cts = new CancellationTokenSource(); await Task.WhenAny(READ, other);")]
    [InlineData("using var cts = CancellationTokenSource.CreateLinkedTokenSource(token); await Task.WhenAny(READ, other);")]
    [InlineData("using var cts = CancellationTokenSource.CreateLinkedTokenSource(token); try { await Task.WhenAny(READ, other); } finally { cts.Dispose(); }")]
    [InlineData("var cts = new CancellationTokenSource(); await Task.WhenAny(READ, other); if (flag) { cts.Cancel(); }")]
    [InlineData("var cts = new CancellationTokenSource(); await Task.WhenAny(READ, other); if (flag) { return; } cts.Cancel();")]
    [InlineData("var cts = new CancellationTokenSource(); await Task.WhenAny(READ, other); Work(); cts.Cancel();")]
    [InlineData("var cts = new CancellationTokenSource(); await Task.WhenAny(READ, other); await Task.Yield(); cts.Cancel();")]
    [InlineData("var cts = new CancellationTokenSource(); if (await Task.WhenAny(READ, other) != other) { cts.Cancel(); }")]
    [InlineData("var cts = new CancellationTokenSource(); var read = READ; if (await Task.WhenAny(read, other) == read) { cts.Cancel(); }")]
    [InlineData("var cts = new CancellationTokenSource(); try { await Task.WhenAny(READ, other); Work(); } catch (TimeoutException) { cts.Cancel(); throw; } cts.Cancel();")]
    [InlineData("var cts = new CancellationTokenSource(); while (flag) { await Task.WhenAny(READ, other); } cts.Cancel();")]
    [InlineData("var cts = new CancellationTokenSource(); var second = new CancellationTokenSource(); await Task.WhenAny(READ, other); second.Cancel();")]
    public async Task A_Loser_That_Some_Path_Leaves_Uncancelled_Is_Reported(string code)
    {
        await RaceCode.Reported(code.Replace("READ", "{|LEAK005:reader.ReadAsync(cts.Token)|}.AsTask()", StringComparison.Ordinal));
        await RaceCode.Reported(code.Replace("READ", "{|LEAK005:Task.Delay(-1, cts.Token)|}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("var cts = new CancellationTokenSource(5000); await Task.WhenAny(READ, other);")]
    [InlineData("var cts = new CancellationTokenSource(); cts.CancelAfter(5000); await Task.WhenAny(READ, other);")]
    [InlineData("var cts = new CancellationTokenSource(); await Task.WhenAny(READ, other); Stop(); void Stop() => cts.Cancel();")]
    [InlineData("var cts = new CancellationTokenSource(); using var stop = token.Register(() => cts.Cancel()); await Task.WhenAny(READ, other);")]
    [InlineData("var cts = new CancellationTokenSource(); Work(cts); await Task.WhenAny(READ, other);")]
    [InlineData("var cts = new CancellationTokenSource(); await Inner(); cts.Cancel(); async Task Inner() { await Task.WhenAny(READ, other); }")]
    public Task A_Source_That_Others_Or_A_Time_May_Cancel_Is_Not_Reported(string code) =>
        RaceCode.Silent(code.Replace("READ", "reader.ReadAsync(cts.Token).AsTask()", StringComparison.Ordinal));

    [Theory]
    [InlineData("CancellationToken stop = cts.Token; await Task.WhenAny(READ, other);")]
    [InlineData("CancellationToken stop = cts.Token; var read = READ; await Task.WhenAny(read, other);")]
    public async Task The_Token_May_Be_Taken_Before(string race)
    {
        const string Source = "using var cts = CancellationTokenSource.CreateLinkedTokenSource(token); try { ";
        await RaceCode.Reported(Source + race.Replace("READ", "{|LEAK005:reader.ReadAsync(stop)|}.AsTask()", StringComparison.Ordinal) + "} finally { cts.Dispose(); }");
        await RaceCode.Silent(Source + race.Replace("READ", "reader.ReadAsync(stop).AsTask()", StringComparison.Ordinal) + "} finally { cts.Cancel(); }");
    }

    [Theory]
    [InlineData("await reader.ReadAsync(token).AsTask().WaitAsync(token);")]
    [InlineData("await Task.Delay(-1, token).WaitAsync(token);")]
    [InlineData("var stop = token; await reader.ReadAsync(stop).AsTask().WaitAsync(token);")]
    [InlineData("using var cts = CancellationTokenSource.CreateLinkedTokenSource(token); await reader.ReadAsync(cts.Token).AsTask().WaitAsync(token);")]
    [InlineData("using var cts = new CancellationTokenSource(); await reader.ReadAsync(cts.Token).AsTask().WaitAsync(cts.Token);")]
    [InlineData("await reader.ReadAsync(token).AsTask().WaitAsync(Timeout.InfiniteTimeSpan, token);")]
    [InlineData("await reader.ReadAsync().AsTask().WaitAsync(CancellationToken.None);")]
    [InlineData("await reader.ReadAsync().AsTask().WaitAsync(default(CancellationToken));")]
    [InlineData("var read = reader.ReadAsync(token).AsTask(); await read.WaitAsync(token);")]
    public Task A_Race_That_Only_The_Operations_Own_Token_Ends_Is_Not_Reported(string code) => RaceCode.Silent(code);

    [Theory]
    [InlineData("await Task.WhenAny(reader.ReadAsync(token).AsTask(), {|LEAK005:Task.Delay(-1, token)|});")]
    [InlineData("var stop = {|LEAK005:Task.Delay(-1, token)|}; await Task.WhenAny(reader.ReadAsync(token).AsTask(), stop);")]
    [InlineData("var stop = {|LEAK005:Task.Delay(-1, token)|}; Task[] tasks = [reader.ReadAsync(token).AsTask(), stop]; await Task.WhenAny(tasks);")]
    [InlineData("await Task.WhenAny({|LEAK005:reader.ReadAsync()|}.AsTask(), {|LEAK005:Task.Delay(-1, token)|});")]
    [InlineData("await Task.WhenAny({|LEAK005:reader.ReadAsync(token)|}.AsTask(), {|LEAK005:Task.Delay(-1, token)|}, other);")]
    [InlineData("await {|LEAK005:reader.ReadAsync()|}.AsTask().WaitAsync(token);")]
    [InlineData("await {|LEAK005:reader.ReadAsync(token)|}.AsTask().WaitAsync(TimeSpan.FromSeconds(1));")]
    [InlineData("await {|LEAK005:reader.ReadAsync(token)|}.AsTask().WaitAsync(TimeSpan.FromSeconds(1), token);")]
    [InlineData("using var cts = CancellationTokenSource.CreateLinkedTokenSource(token); cts.CancelAfter(1000); await {|LEAK005:reader.ReadAsync(token)|}.AsTask().WaitAsync(cts.Token);")]
    public Task A_Race_That_Something_Else_Ends_Is_Reported(string code) => RaceCode.Reported(code);
}
