namespace LeakAnalyzer.Tests.Rules.LEAK001_UngovernedWait;

/// <summary>Tests delegates that are passed to a helper method of the project, and tokens that come from properties of the type.</summary>
public class HandedOverWorkTests
{
    private const string Helpers = """

        static class SafeTask
        {
            public static async Task Run(Func<Task> body)
            {
                try { await Task.Run(body); } catch (OperationCanceledException) { }
            }

            public static Task Call(Func<Task> body) => body();
            public static async Task Nested(Func<Task> body) => await Run(body);
            public static async Task Timed(Func<Task> body) => await body().WaitAsync(TimeSpan.FromSeconds(1));
            public static async Task Keep(Func<Task> body) { await Task.Yield(); s_kept = body; }
            public static async Task Two(Func<Task> first, Func<Task> second) { await first(); await second(); }
            private static Func<Task>? s_kept;
        }
        """;

    [Theory]
    [InlineData("_ = {|LEAK001:SafeTask.Run|}(async () => await reader.ReadAsync());")]
    [InlineData("_ = {|LEAK001:SafeTask.Call|}(async () => await reader.ReadAsync());")]
    [InlineData("_ = {|LEAK001:SafeTask.Nested|}(() => PumpAsync(reader));")]
    [InlineData("Func<Task> pump = () => PumpAsync(reader); _ = {|LEAK001:SafeTask.Run|}(pump);")]
    [InlineData("_ = {|LEAK001:SafeTask.Two|}(() => Task.CompletedTask, () => PumpAsync(reader));")]
    [InlineData("_ = {|LEAK001:SafeTask.Run|}(() => PumpAsync(reader)); _ = SafeTask.Run(() => Task.Delay(1));")]
    public Task Work_That_A_Helper_Awaits_Is_Reported(string start) => Verify.Reported(Code.Body(start) + Helpers);

    [Theory]
    [InlineData("_ = SafeTask.Run(() => Task.Delay(1));")]
    [InlineData("_ = SafeTask.Run(() => PumpAsync(reader, token));")]
    [InlineData("_ = SafeTask.Timed(() => PumpAsync(reader));")]
    [InlineData("_ = SafeTask.Keep(() => PumpAsync(reader));")]
    [InlineData("await SafeTask.Run(() => PumpAsync(reader));")]
    public Task Work_That_A_Helper_Does_Not_Wait_For_Or_That_Ends_Is_Not_Reported(string start) => Verify.Silent(Code.Body(start) + Helpers);

    [Theory]
    [InlineData("private CancellationToken Stop => _cts.Token;", true)]
    [InlineData("public CancellationToken Stop { get { return _cts.Token; } }", true)]
    [InlineData("public virtual CancellationToken Stop => _cts.Token;", false)]
    [InlineData("private CancellationToken Stop => _cts.Token; public void Close() => _cts.Cancel();", false)]
    [InlineData("private CancellationToken Stop { get { Work(); return _cts.Token; } }", false)]
    public Task A_Token_Of_A_Property_Of_The_Type_Is_Judged_As_Its_Source(string members, bool isReported)
    {
        string code = Code.Class($$"""
            private readonly CancellationTokenSource _cts = new();
            {{members}}
            public void Scope(ChannelReader<int> reader) => _ = {{(isReported ? "{|LEAK001:Task.Run|}" : "Task.Run")}}(async () => await reader.ReadAsync(Stop));
            """);
        return isReported ? Verify.Reported(code) : Verify.Silent(code);
    }
}
