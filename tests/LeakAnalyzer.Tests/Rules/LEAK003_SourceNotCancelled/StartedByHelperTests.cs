namespace LeakAnalyzer.Tests.Rules.LEAK003_SourceNotCancelled;

/// <summary>Tests a <c>CancellationTokenSource</c> that is passed to a helper method which starts the task: the helper's caller is reported.</summary>
public class StartedByHelperTests
{
    private const string Helpers = """

        public partial class Subject
        {
            private static void StartRead(ChannelReader<int> source, CancellationToken stop) => _ = Task.Run(async () => await source.ReadAsync(stop));
            private static void StartPump(ChannelReader<int> source, CancellationToken stop) { Task pumping = PumpAsync(source, stop); Console.WriteLine(pumping.IsCompleted); }
            private static void StartWith(ChannelReader<int> source, CancellationTokenSource stop) => _ = Task.Run(async () => await source.ReadAsync(stop.Token));
            private static void StartLoop(CancellationToken stop) => _ = Task.Run(async () => { while (!stop.IsCancellationRequested) { await Task.Delay(1000); } });
            private static void StartEvery(CancellationTokenSource stop) => _ = Task.Run(async () => { while (true) { await Task.Delay(1000, stop.Token); } });
            private static void StartCaught(CancellationTokenSource stop) => _ = Task.Run(async () => { while (true) { try { await Task.Delay(1000, stop.Token); } catch (Exception) { } } });
            private static async Task EveryAsync(CancellationTokenSource stop) { while (true) { await Task.Delay(1000, stop.Token); } }
            private static void StartOther(ChannelReader<int> source, CancellationToken stop, CancellationToken other) { Console.WriteLine(stop.CanBeCanceled); _ = Task.Run(async () => await source.ReadAsync(other)); }
            private static void StartShort(CancellationToken stop) => _ = Task.Run(async () => await Task.Delay(1000, stop));
            private static Task StartKept(ChannelReader<int> source, CancellationToken stop) => Task.Run(async () => await source.ReadAsync(stop));
            private static void Wait(ChannelReader<int> source, CancellationToken stop) => source.ReadAsync(stop).AsTask().Wait();
        }

        internal class Pump
        {
            private readonly CancellationTokenSource _closed = new();
            public required ChannelReader<int> Source { get; init; }
            public static void Start(ChannelReader<int> source, CancellationToken stop) => _ = Task.Run(async () => await source.ReadAsync(stop));
            public void StartClosable(CancellationToken stop)
            {
                var both = CancellationTokenSource.CreateLinkedTokenSource(stop, _closed.Token);
                CancellationToken either = both.Token;
                _ = Task.Run(async () => { await Source.ReadAsync(either); both.Dispose(); });
            }
            public void Close() => _closed.Cancel();
        }
        """;

    [Theory]
    [InlineData("StartRead(reader, cts.Token);")]
    [InlineData("StartRead(stop: cts.Token, source: reader);")]
    [InlineData("CancellationToken stop = cts.Token; StartRead(reader, stop);")]
    [InlineData("StartPump(reader, cts.Token);")]
    [InlineData("StartWith(reader, cts);")]
    [InlineData("StartLoop(cts.Token);")]
    [InlineData("Pump.Start(reader, cts.Token);")]
    [InlineData("StartCaught(cts);")]
    [InlineData("if (flag) { StartRead(reader, cts.Token); }")]
    [InlineData("StartRead(reader, cts.Token); StartRead(reader, cts.Token);")]
    [InlineData("StartRead(reader, cts.Token); if (flag) { return; } cts.Cancel();")]
    [InlineData("Start(cts.Token); void Start(CancellationToken stop) { _ = Task.Run(async () => await reader.ReadAsync(stop)); }")]
    public Task A_Source_Whose_Token_A_Method_Starts_A_Task_With_Is_Reported(string start) => Verify.Reported(Scope("{|LEAK003:cts|}", start));

    [Theory]
    [InlineData("try { StartRead(reader, cts.Token); Work(); } finally { cts.Cancel(); }")]
    [InlineData("StartRead(reader, cts.Token); cts.Cancel();")]
    [InlineData("StartEvery(cts);")]
    [InlineData("_ = EveryAsync(cts);")]
    [InlineData("StartOther(reader, cts.Token, CancellationToken.None);")]
    [InlineData("StartShort(cts.Token);")]
    [InlineData("await StartKept(reader, cts.Token);")]
    [InlineData("Wait(reader, cts.Token);")]
    [InlineData("new Pump { Source = reader }.StartClosable(cts.Token);")]
    public Task A_Source_That_No_Such_Task_Waits_For_Is_Not(string start) => Verify.Silent(Scope("cts", start));

    private static string Scope(string source, string start) => Code.Body($"using var {source} = new CancellationTokenSource();\n{start}\nWork();") + Helpers;
}
