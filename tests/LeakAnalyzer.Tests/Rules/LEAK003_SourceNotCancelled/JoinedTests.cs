namespace LeakAnalyzer.Tests.Rules.LEAK003_SourceNotCancelled;

/// <summary>Tests a task that a local holds. On the paths that join it, nothing waits any more; on the others it needs the cancellation.</summary>
public class JoinedTests
{
    private const string Held = "Task beat = Task.Run(async () => await reader.ReadAsync(cts.Token));";

    [Theory]
    [InlineData(Held + "await work(); cts.Cancel(); await beat;", true)]
    [InlineData(Held + "if (flag) { return; } cts.Cancel(); await beat;", true)]
    [InlineData(Held + "await work(); await cts.CancelAsync(); beat.Wait();", true)]
    [InlineData(Held + "await work(); cts.Cancel(); await Task.WhenAll(beat, work());", true)]
    [InlineData("Task beat; beat = Task.Run(async () => await reader.ReadAsync(cts.Token)); await work(); cts.Cancel(); await beat;", true)]
    [InlineData(Held + "await work(); if (flag) { await beat; }", true)]
    [InlineData(Held + "cts.CancelAfter(1000); await work(); await beat;", true)]
    [InlineData("CancellationToken stop = cts.Token; Task beat = BeatAsync(stop); await work(); cts.Cancel(); await beat;", true)]
    [InlineData("Task one = BeatAsync(cts.Token), other = BeatAsync(cts.Token); await Task.WhenAny(one, other);", true)]
    [InlineData("Task one = BeatAsync(cts.Token), other = BeatAsync(cts.Token); await Task.WhenAny(one, other).ConfigureAwait(false); await work(); cts.Cancel();", true)]
    [InlineData("await Task.WhenAny(BeatAsync(cts.Token), work());", true)]
    [InlineData("Task.WaitAny(BeatAsync(cts.Token), work());", true)]
    [InlineData("Task one = BeatAsync(cts.Token), other = BeatAsync(cts.Token); await Task.WhenAny(one, other); cts.Cancel();", false)]
    [InlineData("Task one = BeatAsync(cts.Token), other = BeatAsync(cts.Token); await Task.WhenAny(one, other); cts.Cancel(); await Task.WhenAll(one, other);", false)]
    [InlineData("await Task.WhenAny(BeatAsync(cts.Token), work()); cts.Cancel();", false)]
    [InlineData("Task one = BeatAsync(cts.Token), other = BeatAsync(cts.Token); await await Task.WhenAny(one, other);", false)]
    [InlineData(Held + "try { await work(); } finally { cts.Cancel(); } await beat;", false)]
    [InlineData(Held + "try { await work(); } finally { cts.Cancel(); await beat; }", false)]
    [InlineData(Held + "try { await work(); } finally { await beat; }", false)]
    [InlineData(Held + "try { await work(); } catch { cts.Cancel(); throw; } cts.Cancel(); await beat;", false)]
    [InlineData(Held + "cts.Cancel(); await beat;", false)]
    [InlineData(Held + "await beat; await work();", false)]
    [InlineData(Held + "await work(); Given.Add(beat); cts.Cancel(); await beat;", false)]
    [InlineData(Held + "Task first = await Task.WhenAny(beat, work()); await first; cts.Cancel(); await beat;", false)]
    [InlineData(Held + "Func<Task> later = () => beat; await work(); cts.Cancel(); await beat;", false)]
    [InlineData("var tasks = new List<Task> { BeatAsync(cts.Token) }; await work(); cts.Cancel(); await Task.WhenAll(tasks);", false)]
    [InlineData("await work(); " + Held + "cts.Cancel(); await beat;", false)]
    public async Task A_Task_That_A_Local_Holds(string statements, bool isReported)
    {
        await Verify.Of(Source("using var SOURCE = new CancellationTokenSource();", statements, isReported), isReported);
        await Verify.Of(Source("using var SOURCE = CancellationTokenSource.CreateLinkedTokenSource(token);", statements, isReported), isReported);
    }

    private static string Source(string source, string statements, bool isReported) => $$"""
        public static class Given
        {
            public static List<Task> All { get; } = new();
            public static void Add(Task task) => All.Add(task);
        }

        public class C
        {
            public async Task RunAsync(ChannelReader<int> reader, Func<Task> work, bool flag, CancellationToken token)
            {
                {{source.Replace("SOURCE", isReported ? "{|LEAK003:cts|}" : "cts", StringComparison.Ordinal)}}
                {{statements}}
            }

            private static async Task BeatAsync(CancellationToken stop)
            {
                while (true)
                {
                    await Task.Delay(1000, stop);
                    Console.WriteLine();
                }
            }
        }
        """;
}
