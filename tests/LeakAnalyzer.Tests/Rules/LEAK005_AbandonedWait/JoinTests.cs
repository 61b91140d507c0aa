namespace LeakAnalyzer.Tests.Rules.LEAK005_AbandonedWait;

/// <summary>Tests whether every path after a race awaits the loser.</summary>
public class JoinTests
{
    private const string Race = "var read = READ; var first = await Task.WhenAny(read, other);\n";

    [Theory]
    [InlineData("")]
    [InlineData("await first;")]
    [InlineData("Work(first == read);")]
    [InlineData("if (first == read) { Work(read.Result); }")]
    [InlineData("if (first == read) { Work(await read); } else { Work(); }")]
    [InlineData("if (read == first) { Work(await read); return; } throw new TimeoutException();")]
    [InlineData("if (first != read) { return; } Work(await read);")]
    [InlineData("if (!(first == read)) { throw new TimeoutException(); } Work(await read);")]
    [InlineData("if (first == other) { throw new TimeoutException(); } await read;")]
    [InlineData("if (first == read && flag) { Work(await read); }")]
    [InlineData("if (first == read || flag) { Work(await read); }")]
    [InlineData("Work(first == read ? read.Result : 0);")]
    [InlineData("Work(first != read ? 0 : await read);")]
    [InlineData("switch (first) { case var winner when winner == read: Work(read.Result); break; default: Work(); break; }")]
    [InlineData("Work(first switch { var winner when winner == read => read.Result, _ => 0 });")]
    [InlineData("if (first is Task<int> { Result: var item }) { Work(item); }")]
    [InlineData("if (read.IsCompleted) { Work(read.Result); }")]
    [InlineData("if (!read.IsCompletedSuccessfully) { Work(); }")]
    [InlineData("Work(read.Status); Work(read.Exception);")]
    [InlineData("_ = read.ContinueWith(task => Work(task.Exception));")]
    [InlineData("read.ContinueWith(task => Work(task.Exception), TaskContinuationOptions.OnlyOnFaulted);")]
    [InlineData("_ = read;")]
    [InlineData("if (flag) { await read; }")]
    [InlineData("if (flag) { return; } await read;")]
    [InlineData("Work(); await read;")]
    [InlineData("await Task.Yield(); await read;")]
    [InlineData("try { Work(); await read; } catch (TimeoutException) { }")]
    [InlineData("try { Work(); await read; } catch (Exception) { }")]
    [InlineData("read = Task.FromResult(1); await read;")]
    [InlineData("if (first != read) { read = Task.FromResult(1); } await read;")]
    public Task A_Path_That_Leaves_The_Loser_Is_Reported(string behind) => RaceCode.Reported(Race + behind);

    [Theory]
    [InlineData("await read;")]
    [InlineData("await read.ConfigureAwait(false);")]
    [InlineData("await (read);")]
    [InlineData("read.Wait();")]
    [InlineData("Work(read.Result);")]
    [InlineData("read.GetAwaiter().GetResult();")]
    [InlineData("await Task.WhenAll(read, other);")]
    [InlineData("Task.WaitAll(read, other);")]
    [InlineData("if (first == read) { Work(read.Result); } else { await read; }")]
    [InlineData("if (first == read) { Work(); } else { await read; }")]
    [InlineData("if (first != read) { await read; }")]
    [InlineData("if (!(first == read)) { await read; }")]
    [InlineData("if (first == other) { await read; }")]
    [InlineData("if (first == other && flag) { await read; return; } await read;")]
    [InlineData("Work(first == read ? 1 : await read);")]
    [InlineData("switch (first) { case var winner when winner == read: Work(); break; default: await read; break; }")]
    [InlineData("if (!read.IsCompleted) { await read; }")]
    [InlineData("if (!read.IsFaulted) { await read; }")]
    [InlineData("while (!read.IsCompleted) { await Task.WhenAny(read, Task.Delay(1000, token)); }")]
    [InlineData("try { Work(); } finally { await read; }")]
    [InlineData("try { Work(); } catch (Exception) { await read; return; } await read;")]
    [InlineData("if (flag) { await read; return; } await read;")]
    public Task A_Loser_That_Each_Path_Joins_Is_Not_Reported(string behind) => RaceCode.Silent(Race + behind);

    [Theory]
    [InlineData("_kept = read;")]
    [InlineData("_all.Add(read);")]
    [InlineData("Keep(read);")]
    [InlineData("kept = read;")]
    [InlineData("var again = read; await again;")]
    [InlineData("Action later = () => Work(read.Result); later();")]
    [InlineData("await Later(); async Task Later() => await read;")]
    [InlineData("await read.ContinueWith(task => Work(task.Exception));")]
    [InlineData("var continued = read.ContinueWith(task => Work(task.Exception)); await continued;")]
    [InlineData("if (read is { } again) { await again; }")]
    [InlineData("var both = (read, other); await both.read;")]
    [InlineData("Change(ref read);")]
    public Task A_Loser_That_Goes_Elsewhere_Is_Not_Reported(string behind) => Verify.Silent(Code.Class($$"""
        private Task? _kept;
        private readonly List<Task> _all = new();

        public async Task Scope(ChannelReader<int> reader, Task other)
        {
            Task? kept = null;
            {{Race.Replace("READ", "reader.ReadAsync().AsTask()", StringComparison.Ordinal)}}
            {{behind}}
            Work(kept);
        }

        private void Keep(Task task) => _kept = task;
        private static void Change<T>(ref Task<T> task) => task = Task.FromResult(default(T)!);
        """), Setup.Races);

    [Theory]
    [InlineData("async Task<int> Scope(ChannelReader<int> reader, Task other) { var read = READ; await Task.WhenAny(read, other); return await read; }", false)]
    [InlineData("async Task<Task<int>> Scope(ChannelReader<int> reader, Task other) { var read = READ; await Task.WhenAny(read, other); return read; }", false)]
    [InlineData("async Task<int> Scope(ChannelReader<int> reader, Task other) { var read = READ; return await Task.WhenAny(read, other) == read ? await read : 0; }", true)]
    [InlineData("Task<Task> Scope(ChannelReader<int> reader, Task other) { return Task.WhenAny(READ, other); }", true)]
    [InlineData("Task Scope(ChannelReader<int> reader, Task other) => Task.WhenAny(READ, other);", true)]
    [InlineData("Task Scope(ChannelReader<int> reader, Task other) { var read = READ; Task.WaitAny(read, other); return read; }", false)]
    [InlineData("int Scope(ChannelReader<int> reader, Task other) { var read = READ; return Task.WaitAny(read, other) == 0 ? read.Result : 0; }", true)]
    [InlineData("int Scope(ChannelReader<int> reader, Task other) { var read = READ; return Task.WaitAny(read, other) == 0 ? read.Result : read.Result; }", false)]
    public Task What_A_Scope_Returns_It_Does_Not_Lose(string member, bool isReported) => isReported
        ? Verify.Reported(Code.Class("public " + member.Replace("READ", "{|LEAK005:reader.ReadAsync()|}.AsTask()", StringComparison.Ordinal)), Setup.Races)
        : Verify.Silent(Code.Class("public " + member.Replace("READ", "reader.ReadAsync().AsTask()", StringComparison.Ordinal)), Setup.Races);
}
