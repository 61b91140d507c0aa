namespace LeakAnalyzer.Tests.Rules.LEAK001_UngovernedWait;

/// <summary>Tests that <c>CancellationToken.None</c> at a wait counts as intended, unless the API demands a token.</summary>
public class ExplicitNoneTests
{
    private const string Report = "leak_analyzer.report_explicit_none = true";

    [Theory]
    [InlineData("await reader.ReadAsync(CancellationToken.None)")]
    [InlineData("await reader.WaitToReadAsync(CancellationToken.None)")]
    [InlineData("await reader.WaitToReadAsync(cancellationToken: CancellationToken.None)")]
    [InlineData("await Task.Delay(Timeout.Infinite, CancellationToken.None)")]
    [InlineData("await foreach (var item in reader.ReadAllAsync(CancellationToken.None)) { }")]
    [InlineData("await semaphore.WaitAsync(CancellationToken.None)")]
    [InlineData("items.Take(CancellationToken.None)")]
    public async Task None_At_A_Wait_That_Could_Do_Without_Is_Reported_Only_On_Demand(string wait)
    {
        const string Parameters = "ChannelReader<int> reader, SemaphoreSlim semaphore, BlockingCollection<int> items";
        string unmarked = Code.Started(Parameters, wait, isReported: false);
        await Verify.Silent(unmarked);
        await Verify.Silent(unmarked, Setup.Default with { EditorConfig = "leak_analyzer.report_explicit_none = false" });
        await Verify.Reported(Code.Started(Parameters, wait, isReported: true), Setup.Default with { EditorConfig = Report });
    }

    [Theory]
    [InlineData("await socket.ReceiveAsync(new ArraySegment<byte>(new byte[1]), CancellationToken.None)")]
    [InlineData("await socket.ReceiveAsync(new Memory<byte>(new byte[1]), CancellationToken.None)")]
    public Task None_At_A_Wait_That_Demands_A_Token_Is_Nothing(string wait) =>
        Verify.Reported(Code.Started("WebSocket socket", wait, isReported: true));

    [Theory]
    [InlineData("_ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync(), CancellationToken.None);")]
    [InlineData("_ = Task.Factory.{|LEAK001:StartNew|}(async () => await reader.ReadAsync(), CancellationToken.None, TaskCreationOptions.None, TaskScheduler.Default);")]
    [InlineData("_ = {|LEAK001:Task.Run|}(async () => { await Task.Delay(1, CancellationToken.None); await reader.ReadAsync(); });")]
    public Task None_Elsewhere_Says_Nothing(string start) => Verify.Reported(Code.Body(start));

    [Fact]
    public Task None_For_A_Parameter_That_Demands_A_Token_Is_Nothing() => Verify.Reported(Code.Class("""
        public void Scope(ChannelReader<int> reader) => _ = {|LEAK001:PumpAsync|}(reader, CancellationToken.None);
        private static async Task PumpAsync(ChannelReader<int> reader, CancellationToken stop) => await reader.ReadAsync(stop);
        """));

    [Fact]
    public Task None_Of_The_Users_Own_Type_Is_Not_Taken_For_It() => Verify.Reported(Code.Class("""
        public void Scope(ChannelReader<int> reader) => _ = {|LEAK001:Task.Run|}(async () => await Tokens.ReadAsync(reader, Tokens.None));
        private static class Tokens
        {
            public const int None = 0;
            public static async Task ReadAsync(ChannelReader<int> reader, int none) => await reader.ReadAsync();
        }
        """));
}
