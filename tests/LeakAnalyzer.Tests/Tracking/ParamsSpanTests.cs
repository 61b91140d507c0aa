using LeakAnalyzer.Rules;

namespace LeakAnalyzer.Tests.Tracking;

/// <summary>Tests calls such as <c>Task.WhenAll(a, b)</c> on .NET 9 and later, where the arguments become a span from C# 13 on, and not an array.</summary>
public class ParamsSpanTests
{
    private static readonly Setup s_all = Setup.Net100 with { Rules = [.. RuleTest.TaskRules, .. Setup.Races.Rules, LostLinkedSource.Id] };

    [Theory]
    [InlineData("_ = Task.WhenAll({|LEAK001:PumpAsync|}(), OnceAsync());")]
    [InlineData("_ = Task.WhenAll(OnceAsync(), {|LEAK001:PumpAsync|}(), {|LEAK001:Task.Run|}(() => PumpAsync()));")]
    [InlineData("await Task.WhenAll(PumpAsync(), OnceAsync());")]
    [InlineData("Task pump = PumpAsync(); await Task.WhenAll(pump, OnceAsync(), OnceAsync());")]
    [InlineData("Task.WaitAll(PumpAsync(), OnceAsync());")]
    [InlineData("Task pump = {|LEAK001:PumpAsync|}(); await Task.WhenAll(OnceAsync(), OnceAsync());")]
    [InlineData("_ = {|LEAK002:Task.Run|}(async () => { await Task.WhenAll(reader.ReadAsync(stop).AsTask(), OnceAsync(), OnceAsync()); });")]
    [InlineData("_ = {|LEAK001:Task.Run|}(async () => { await Task.WhenAll(reader.ReadAsync().AsTask(), OnceAsync(), OnceAsync()); });")]
    public Task Tasks(string statements) => VerifyAll(statements);

    [Theory]
    [InlineData("await Task.WhenAny({|LEAK005:reader.ReadAsync(stop)|}.AsTask(), other, other);", true)]
    [InlineData("await Task.WhenAny(other, other, {|LEAK009:Task.Delay(60_000)|});", true)]
    [InlineData("using var cts = new CancellationTokenSource(); Task delay = Task.Delay(60_000, cts.Token); if (await Task.WhenAny(other, other, delay) == delay) { throw new TimeoutException(); } cts.Cancel();", false)]
    [InlineData("Task read = reader.ReadAsync(stop).AsTask(); await Task.WhenAny(other, other, read); await read;", false)]
    [InlineData("Task read = {|LEAK005:reader.ReadAsync(stop)|}.AsTask(); await Task.WhenAny(other, other, read);", true)]
    public Task Races(string statements, bool isReported) =>
        isReported ? VerifyAll(statements) : Verify.Silent(Source(statements), s_all);

    [Theory]
    [InlineData("using var linked = CancellationTokenSource.CreateLinkedTokenSource(stop, stop, stop); try { _ = PumpAsync(linked.Token); await Task.Delay(100); } finally { linked.Cancel(); }")]
    [InlineData("using var {|LEAK003:linked|} = CancellationTokenSource.CreateLinkedTokenSource(stop, stop, stop); _ = PumpAsync(linked.Token); await Task.Delay(100, stop);")]
    [InlineData("var {|LEAK007:linked|} = CancellationTokenSource.CreateLinkedTokenSource(stop, stop, stop); await PumpAsync(linked.Token);")]
    [InlineData("await PumpAsync({|LEAK007:CancellationTokenSource.CreateLinkedTokenSource(stop, stop, stop)|}.Token);")]
    public Task Linked_Sources(string statements) => VerifyAll(statements);

    [Theory]
    [InlineData("params ReadOnlySpan<Task> tasks")]
    [InlineData("params IEnumerable<Task> tasks")]
    [InlineData("params Task[] tasks")]
    public Task A_Users_Own_Params(string parameter) => Verify.Silent(Source("DrainAsync(PumpAsync(), OnceAsync()).Wait();", $"private static Task DrainAsync({parameter}) => Task.WhenAll(tasks);"), s_all);

    private static Task VerifyAll(string statements) => Verify.Of(Source(statements), statements.Contains("{|", StringComparison.Ordinal), s_all);

    private static string Source(string statements, string member = "") => $$"""
        public class C
        {
            private readonly Channel<int> _channel = Channel.CreateUnbounded<int>();

            public async Task RunAsync(ChannelReader<int> reader, Task other, CancellationToken stop)
            {
                {{statements}}
                await Task.Yield();
            }

            private async Task PumpAsync(CancellationToken stop = default)
            {
                await foreach (int item in _channel.Reader.ReadAllAsync(stop))
                {
                    Console.WriteLine(item);
                }
            }

            private static async Task OnceAsync() => await Task.Delay(10);
            {{member}}
        }
        """;
}
