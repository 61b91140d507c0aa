namespace LeakAnalyzer.Tests.Rules.LEAK004_EndlessLoop;

/// <summary>Tests endless loops with <c>yield return</c>, which end when the task that enumerates their items stops.</summary>
public class SequenceTests
{
    private const string Write = "Console.Write(item);";

    [Theory]
    [InlineData("while (true) { await Task.Delay(100); yield return 1; }", true)]
    [InlineData("for (;;) { yield return 1; await Task.Delay(100); }", true)]
    [InlineData("using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1)); while (await timer.WaitForNextTickAsync()) { yield return 1; }", true)]
    [InlineData("while (true) { await Task.Delay(100); if (Flag) { yield break; } yield return 1; }", false)]
    [InlineData("while (true) { await Task.Delay(100); yield return 1; if (Flag) { break; } }", false)]
    [InlineData("while (true) { await Task.Delay(100); if (Flag) { throw new TimeoutException(); } yield return 1; }", false)]
    [InlineData("for (int i = 0; i < 9; i++) { await Task.Delay(100); yield return i; }", false)]
    [InlineData("await Task.Delay(100); yield return 1; yield return 2;", false)]
    public async Task An_Iterator(string body, bool isReported)
    {
        await Verify.Of(Enumerated(body, Each(Write), isReported), isReported);
        await Verify.Of(Enumerated(body, $"await foreach (int item in ItemsAsync().ConfigureAwait(false)) {{ {Write} }}", isReported), isReported);
        await Verify.Of(Enumerated(body, $"var items = ItemsAsync(); await foreach (int item in items) {{ {Write} }}", isReported), isReported);
        await Verify.Of(Enumerated(body, $"await foreach (int item in OuterAsync()) {{ {Write} }}", isReported), isReported);
        await Verify.Of(Enumerated(body, $"await foreach (int item in Forwarded()) {{ {Write} }}", isReported), isReported);
    }

    [Theory]
    [InlineData(Write, true)]
    [InlineData("await Task.Delay(100);", true)]
    [InlineData("if (Flag) { continue; } Console.Write(item);", true)]
    [InlineData("try { Throw(); } catch { }", true)]
    [InlineData("foreach (int inner in new[] { 1 }) { if (inner == item) { break; } }", true)]
    [InlineData("if (item > 3) { break; }", false)]
    [InlineData("if (item > 3) { return; }", false)]
    [InlineData("if (item > 3) { goto end; }", false)]
    [InlineData("if (item > 3) { throw new TimeoutException(); }", false)]
    [InlineData("Throw();", false)]
    [InlineData("Work(await reader.ReadLineAsync());", false)]
    public async Task The_Code_That_Enumerates(string body, bool isReported)
    {
        string end = body.Contains("goto", StringComparison.Ordinal) ? " end: Console.Write(1);" : "";
        await Verify.Of(Enumerated("while (true) { await Task.Delay(100); yield return 1; }", Each(body) + end, isReported), isReported);
        await Verify.Of(Enumerated("while (true) { await Task.Delay(100); yield return 1; }", $"await foreach (int item in OuterAsync()) {{ {body} }}{end}", isReported), isReported);
    }

    [Theory]
    [InlineData("foreach (int item in Items()) { Console.Write(item); }", true)]
    [InlineData("foreach (int item in Items()) { if (item > 3) { break; } }", false)]
    [InlineData("foreach (int item in Items().Take(3)) { Console.Write(item); }", false)]
    [InlineData("foreach (int item in Items().TakeWhile(item => item < 3)) { Console.Write(item); }", false)]
    [InlineData("Console.Write(Items().First());", false)]
    [InlineData("Console.Write(Items());", false)]
    [InlineData("using var items = Items().GetEnumerator(); items.MoveNext();", false)]
    public Task A_Synchronous_Iterator(string work, bool isReported) => Verify.Of(
        Code.Class($$"""
            private static IEnumerable<int> Items() { while (true) { Thread.Sleep(100); yield return 1; } }
            public void Scope() => _ = {{(isReported ? "{|LEAK004:Task.Run|}" : "Task.Run")}}(() => { {{work}} });
            """),
        isReported);

    [Theory]
    [InlineData("await foreach (int item in ItemsAsync().TakeAsync(3)) { Console.Write(item); }")]
    [InlineData("await using var items = ItemsAsync().GetAsyncEnumerator(); await items.MoveNextAsync();")]
    [InlineData("await foreach (int item in MoreAsync()) { Console.Write(item); }")]
    public Task Code_That_Does_Not_Enumerate_To_The_End(string work) => Verify.Silent(
        Enumerated("while (true) { await Task.Delay(100); yield return 1; }", work, isReported: false, "private static async IAsyncEnumerable<int> MoreAsync() { await foreach (int item in ItemsAsync()) { if (item > 3) { yield break; } yield return item; } }")
        + "\npublic static class Sequences { public static async IAsyncEnumerable<T> TakeAsync<T>(this IAsyncEnumerable<T> items, int count) { await foreach (T item in items) { if (count-- == 0) { yield break; } yield return item; } } }");

    [Theory]
    [InlineData("while (true) { await Task.Delay(100); }", true)]
    [InlineData("while (true) { await Task.Delay(100); yield return 2; }", false)]
    public Task A_Loop_Before_The_First_Item_Is_Not_Ended_By_The_Consumer(string loop, bool isReported) => Verify.Of(
        Enumerated($"{loop} yield return 1;", Each("break;"), isReported), isReported);

    [Fact]
    public Task A_Wait_In_The_Enumerating_Code_Is_Judged_Instead() => Verify.Reported(
        Enumerated("while (true) { await Task.Delay(100); yield return 1; }", Each("Console.Write(await numbers.ReadAsync());"), isReported: true).Replace("LEAK004", "LEAK001", StringComparison.Ordinal));

    [Theory]
    [InlineData("await foreach (int item in ItemsAsync(token)) { Console.Write(item); }", true)]
    [InlineData("await foreach (int item in ItemsAsync().WithCancellation(token)) { Console.Write(item); }", true)]
    [InlineData("await foreach (int item in ItemsAsync(token)) { if (item > 3) { break; } }", false)]
    [InlineData("await foreach (int item in ItemsAsync(token)) { if (token.IsCancellationRequested) { break; } Console.Write(item); }", true)]
    [InlineData("await foreach (int item in EndlessAsync()) { if (token.IsCancellationRequested) { break; } Console.Write(item); }", true)]
    [InlineData("await foreach (int item in EndlessAsync()) { await Task.Delay(100, token); }", true)]
    [InlineData("await foreach (int item in EndlessAsync()) { if (token.IsCancellationRequested || item > 3) { break; } }", false)]
    public Task A_Token_Of_The_Caller(string work, bool isReported) => Verify.Of(
        Code.Class($$"""
            private static async IAsyncEnumerable<int> ItemsAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop = default) { while (!stop.IsCancellationRequested) { await Task.Delay(100, stop); yield return 1; } }
            private static async IAsyncEnumerable<int> EndlessAsync() { while (true) { await Task.Delay(100); yield return 1; } }
            public async Task Scope(CancellationToken token)
            {
                _ = {{(isReported ? "{|LEAK002:Task.Run|}" : "Task.Run")}}(async () => { {{work}} });
                await Task.Delay(1000);
            }
            """),
        isReported);

    [Theory]
    [InlineData("if (stop.IsCancellationRequested) { yield break; } await Task.Delay(100); yield return 1;", true)]
    [InlineData("if (stop.IsCancellationRequested || Flag) { yield break; } await Task.Delay(100); yield return 1;", false)]
    public Task An_Iterator_That_Asks_Its_Token(string iteration, bool isReported) => Verify.Of(
        Code.Class($$"""
            public static bool Flag { get; set; }
            private static async IAsyncEnumerable<int> ItemsAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop) { while (true) { {{iteration}} } }
            public async Task Scope(CancellationToken token)
            {
                _ = {{(isReported ? "{|LEAK002:Task.Run|}" : "Task.Run")}}(async () => { await foreach (int item in ItemsAsync(token)) { Console.Write(item); } });
                await Task.Delay(1000);
            }
            """),
        isReported);

    private static string Each(string body) => $"await foreach (int item in ItemsAsync()) {{ {body} }}";

    private static string Enumerated(string body, string work, bool isReported, string members = "") => Code.Class($$"""
        #pragma warning disable CS0162, CS1998
        public static bool Flag { get; set; }
        private static async IAsyncEnumerable<int> ItemsAsync() { {{body}} }
        private static async IAsyncEnumerable<int> OuterAsync() { await foreach (int item in ItemsAsync()) { yield return item; } }
        private static IAsyncEnumerable<int> Forwarded() => ItemsAsync();
        private static void Throw() { if (Flag) { throw new InvalidOperationException(); } }
        {{members}}
        public void Scope(StreamReader reader, ChannelReader<int> numbers) => _ = {{(isReported ? "{|LEAK004:Task.Run|}" : "Task.Run")}}(async () => { {{work}} });
        """);
}
