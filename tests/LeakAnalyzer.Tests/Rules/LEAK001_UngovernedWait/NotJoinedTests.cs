namespace LeakAnalyzer.Tests.Rules.LEAK001_UngovernedWait;

/// <summary>Tests started tasks that nobody awaits, whatever else is done with them.</summary>
public class NotJoinedTests
{
    [Theory]
    [InlineData("{|LEAK001:PumpAsync|}(reader);")]
    [InlineData("_ = {|LEAK001:PumpAsync|}(reader);")]
    [InlineData("_ = ({|LEAK001:PumpAsync|}(reader));")]
    [InlineData("_ = (object){|LEAK001:PumpAsync|}(reader);")]
    [InlineData("_ = flag ? {|LEAK001:PumpAsync|}(reader) : Task.CompletedTask;")]
    [InlineData("var _ = {|LEAK001:PumpAsync|}(reader);")]
    [InlineData("for ({|LEAK001:PumpAsync|}(reader); flag;) { }")]
    public Task A_Result_That_Is_Dropped_Is_Reported(string start) => Verify.Reported(Code.Body($"#pragma warning disable CS4014\n{start}"));

    [Theory]
    [InlineData("var pump = {|LEAK001:PumpAsync|}(reader);")]
    [InlineData("Task? pump = {|LEAK001:PumpAsync|}(reader); pump = null;")]
    [InlineData("Task pump; pump = {|LEAK001:PumpAsync|}(reader);")]
    [InlineData("var pump = {|LEAK001:PumpAsync|}(reader); Console.WriteLine(nameof(pump));")]
    [InlineData("var pump = {|LEAK001:PumpAsync|}(reader); _ = pump;")]
    public Task A_Local_That_Is_Never_Read_Is_Reported(string start) => Verify.Reported(Code.Body(start));

    [Theory]
    [InlineData("if (pump.IsCompleted) { Work(); }")]
    [InlineData("while (!pump.IsCompleted) { await Task.Yield(); }")]
    [InlineData("if (pump.IsFaulted || pump.IsCanceled || pump.IsCompletedSuccessfully) { Work(); }")]
    [InlineData("Work(pump.Status);")]
    [InlineData("Work(pump.Exception);")]
    [InlineData("Work(pump.Id);")]
    [InlineData("pump.ConfigureAwait(false);")]
    [InlineData("_ = pump.ConfigureAwait(false);")]
    public Task A_Local_That_Is_Only_Looked_At_Is_Reported(string read) =>
        Verify.Reported(Code.Body($"#pragma warning disable CS4014\nvar pump = {{|LEAK001:PumpAsync|}}(reader);\n{read}"));

    [Theory]
    [InlineData("pumps?.{|LEAK001:PumpAsync|}(reader);")]
    [InlineData("_ = pumps?.{|LEAK001:PumpAsync|}(reader);")]
    [InlineData("var pump = pumps?.{|LEAK001:PumpAsync|}(reader);")]
    [InlineData("pumps?.Inner?.{|LEAK001:PumpAsync|}(reader);")]
    [InlineData("pumps?.Inner!.{|LEAK001:PumpAsync|}(reader);")]
    public Task A_Call_By_Conditional_Access_Is_Reported(string start) => Verify.Reported(Pumps(start));

    [Theory]
    [InlineData("await (pumps?.PumpAsync(reader) ?? Task.CompletedTask);")]
    [InlineData("pumps?.PumpAsync(reader).Wait();")]
    [InlineData("var pump = pumps?.PumpAsync(reader); if (pump != null) { await pump; }")]
    [InlineData("pumps?.PumpAsync(reader).GetAwaiter().GetResult();")]
    public Task A_Call_By_Conditional_Access_That_Is_Joined_Is_Not_Reported(string start) => Verify.Silent(Pumps(start));

    [Fact]
    public Task The_Receiver_Of_A_Continuation_That_Nobody_Joins_Is_Reported() => Verify.Reported(Code.Body("""
        _ = {|LEAK001:PumpAsync|}(reader).ContinueWith(pump => Work(pump.Exception), TaskContinuationOptions.OnlyOnFaulted);
        """));

    [Fact]
    public Task The_Receiver_Of_A_Chain_Of_Continuations_That_Nobody_Joins_Is_Reported() => Verify.Reported(Code.Body("""
        _ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync()).ContinueWith(pump => Work(pump)).ContinueWith(pump => Work(pump));
        """));

    [Fact]
    public Task A_Local_That_Is_Only_Observed_By_A_Continuation_Is_Reported() => Verify.Reported(Code.Body("""
        var pump = {|LEAK001:PumpAsync|}(reader);
        pump.ContinueWith(done => Work(done.Exception), TaskContinuationOptions.OnlyOnFaulted);
        """));

    [Theory]
    [InlineData("await PumpAsync(reader).ContinueWith(pump => Work(pump.Exception));")]
    [InlineData("PumpAsync(reader).ContinueWith(pump => Work(pump.Exception)).Wait();")]
    [InlineData("var observed = PumpAsync(reader).ContinueWith(pump => Work(pump.Exception)); await observed;")]
    [InlineData("var pump = PumpAsync(reader); _ = pump.ContinueWith(done => Work(done)); await pump;")]
    [InlineData("Func<Task> start = () => PumpAsync(reader).ContinueWith(pump => Work(pump.Exception)); await start();")]
    public Task The_Receiver_Of_A_Continuation_That_Is_Joined_Is_Not_Reported(string code) => Verify.Silent(Code.Body(code));

    private static string Pumps(string statements) =>
        $$"""
        #pragma warning disable CS4014
        class Pumps
        {
            public Pumps? Inner { get; set; }

            public async Task PumpAsync(ChannelReader<int> reader) => await reader.ReadAsync();

            public static async Task Scope(Pumps? pumps, ChannelReader<int> reader)
            {
                await Task.Yield();
                {{statements}}
            }
        }
        """;

    [Theory]
    [InlineData("{|LEAK001:PumpAsync|}(reader).ConfigureAwait(false);")]
    [InlineData("_ = {|LEAK001:PumpAsync|}(reader).ConfigureAwait(false);")]
    public Task A_Configured_Task_That_Is_Dropped_Is_Reported(string start) => Verify.Reported(Code.Body($"#pragma warning disable CS4014\n{start}"));
}
