namespace LeakAnalyzer.Tests.Rules.LEAK005_AbandonedWait;

/// <summary>Tests operations that are awaited with a limit, such as <c>read.WaitAsync(timeout)</c>, and what happens to the operation after that.</summary>
public class GiveUpTests
{
    private const string Limit = "TimeSpan.FromSeconds(1)";

    [Theory]
    [InlineData("await READ.WaitAsync(LIMIT);")]
    [InlineData("Work(await READ.WaitAsync(LIMIT).ConfigureAwait(false));")]
    [InlineData("await READ.WaitAsync(LIMIT, token);")]
    [InlineData("await READ.WaitAsync(token);")]
    [InlineData("await READ.WaitAsync(cancellationToken: token, timeout: LIMIT);")]
    [InlineData("READ.WaitAsync(LIMIT).Wait();")]
    [InlineData("Work(READ.WaitAsync(LIMIT).Result);")]
    [InlineData("READ.WaitAsync(LIMIT).GetAwaiter().GetResult();")]
    [InlineData("READ.WaitAsync(LIMIT).ConfigureAwait(false).GetAwaiter().GetResult();")]
    [InlineData("var read = READ; await read.WaitAsync(LIMIT);")]
    [InlineData("var read = READ; try { await read.WaitAsync(LIMIT); } catch (TimeoutException) { Work(); }")]
    [InlineData("var read = READ; try { await read.WaitAsync(token); } catch (OperationCanceledException) { Work(); }")]
    [InlineData("var read = READ; try { await read.WaitAsync(LIMIT); } catch (OperationCanceledException) { await read; }")]
    [InlineData("var read = READ; try { await read.WaitAsync(token); } catch (TimeoutException) { await read; }")]
    [InlineData("var read = READ; try { await read.WaitAsync(LIMIT); } catch (TimeoutException) when (flag) { await read; }")]
    [InlineData("var read = READ; try { await read.WaitAsync(LIMIT, token); } catch (TimeoutException) { await read; }")]
    [InlineData("var read = READ; try { await read.WaitAsync(LIMIT); } catch (Mine.TimeoutException) { await read; }")]
    [InlineData("while (flag) { try { await READ.WaitAsync(LIMIT); } catch (TimeoutException) { } }")]
    [InlineData("while (true) { try { await READ.WaitAsync(LIMIT); } catch (Exception) { } }")]
    public Task An_Operation_That_Is_Given_Up_Is_Reported(string code) => Verify.Reported(Body(code, isReported: true), Setup.Races);

    [Theory]
    [InlineData("var read = READ; try { await read.WaitAsync(LIMIT); } catch (TimeoutException) { await read; }")]
    [InlineData("var read = READ; try { await read.WaitAsync(LIMIT); } catch (SystemException) { await read; }")]
    [InlineData("var read = READ; try { await read.WaitAsync(LIMIT); } catch (Exception) { await read; }")]
    [InlineData("var read = READ; try { await read.WaitAsync(LIMIT); } catch { read.Wait(); throw; }")]
    [InlineData("var read = READ; try { await read.WaitAsync(token); } catch (OperationCanceledException) { await read; }")]
    [InlineData("var read = READ; try { await read.WaitAsync(token); } catch (TaskCanceledException) { await read; }")]
    [InlineData("var read = READ; try { await read.WaitAsync(LIMIT, token); } catch (TimeoutException) { await read; } catch (OperationCanceledException) { await read; }")]
    [InlineData("var read = READ; try { await read.WaitAsync(LIMIT); } finally { await read; }")]
    [InlineData("using var cts = new CancellationTokenSource(); try { await STOPPABLE.WaitAsync(LIMIT); } catch (TimeoutException) { cts.Cancel(); throw; }")]
    [InlineData("using var cts = new CancellationTokenSource(); try { await STOPPABLE.WaitAsync(LIMIT); } finally { cts.Cancel(); }")]
    [InlineData("using var cts = CancellationTokenSource.CreateLinkedTokenSource(token); try { await STOPPABLE.WaitAsync(LIMIT, token); } catch (TimeoutException) { cts.Cancel(); throw; }")]
    [InlineData("Task? read = null; while (flag) { read ??= READ; try { await read.WaitAsync(LIMIT); read = null; } catch (TimeoutException) { Work(); } }")]
    [InlineData("var wait = READ.WaitAsync(LIMIT); try { await wait; } catch (TimeoutException) { }")]
    [InlineData("await Task.WhenAll(READ.WaitAsync(LIMIT), other);")]
    public Task An_Operation_That_Is_Joined_Or_Cancelled_Then_Is_Not_Reported(string code) => Verify.Silent(Body(code, isReported: false), Setup.Races);

    [Theory]
    [InlineData("Task<int> Scope(ChannelReader<int> reader) => READ.WaitAsync(LIMIT);")]
    [InlineData("Task<int> Scope(ChannelReader<int> reader) { return READ.WaitAsync(LIMIT); }")]
    [InlineData("Task<int> Scope(ChannelReader<int> reader) { var read = READ; return read.WaitAsync(LIMIT); }")]
    [InlineData("Func<Task<int>> Scope(ChannelReader<int> reader) => () => READ.WaitAsync(LIMIT);")]
    [InlineData("async Task<int> Scope(ChannelReader<int> reader) => await READ.WaitAsync(LIMIT);")]
    public Task A_Wait_That_The_Caller_Awaits_Is_Reported(string member) =>
        Verify.Reported(Code.Class("public " + Replaced(member, isReported: true)), Setup.Races);

    private static string Body(string code, bool isReported) => RaceCode.Body(Replaced(code, isReported)) + """

        static class Mine { public sealed class TimeoutException : Exception { } }
        """;

    private static string Replaced(string code, bool isReported) => code
        .Replace("READ", isReported ? "{|LEAK005:reader.ReadAsync()|}.AsTask()" : "reader.ReadAsync().AsTask()", StringComparison.Ordinal)
        .Replace("STOPPABLE", "reader.ReadAsync(cts.Token).AsTask()", StringComparison.Ordinal)
        .Replace("LIMIT", Limit, StringComparison.Ordinal);
}
