namespace LeakAnalyzer.Tests.Rules.LEAK006_SignalNotCompleted;

/// <summary>Tests a channel or <c>TaskCompletionSource</c> that is passed to a private method which starts the task: the caller is reported.</summary>
public class StartedByHelperTests
{
    private const string OfReader = "private static void Start(ChannelReader<int> reader) => _ = Task.Run(async () => { await foreach (int item in reader.ReadAllAsync()) { Work(item); } });";
    private const string OfChannel = "private static void Start(Channel<int> channel) => _ = Task.Run(async () => { await foreach (int item in channel.Reader.ReadAllAsync()) { Work(item); } });";
    private const string OfPromise = "private void Start(TaskCompletionSource promise) { Task waiting = Task.Run(async () => await promise.Task); Work(waiting.IsCompleted); }";

    [Theory]
    [InlineData("CHANNEL Start(c.Reader); if (flag) { return; } c.Writer.Complete();", OfReader)]
    [InlineData("CHANNEL Start(c.Reader); Work(); c.Writer.Complete();", OfReader)]
    [InlineData("CHANNEL var input = c.Reader; Start(reader: input); Work(); c.Writer.Complete();", OfReader)]
    [InlineData("CHANNEL Start(c); Work(); c.Writer.Complete();", OfChannel)]
    [InlineData("PROMISE if (flag) { Start(p); } Work(); p.SetResult();", OfPromise)]
    public Task A_Signal_Left_On_Some_Path_Is_Reported(string statements, string helper) => Verify.Reported(Scope(statements, helper, isReported: true));

    [Theory]
    [InlineData("CHANNEL Start(c.Reader); c.Writer.Complete();", OfReader)]
    [InlineData("CHANNEL try { Start(c.Reader); Work(); } finally { c.Writer.Complete(); }", OfReader)]
    [InlineData("CHANNEL if (flag) { return; } try { Start(c); Work(); } finally { c.Writer.Complete(); }", OfChannel)]
    [InlineData("PROMISE try { Start(p); Work(); } finally { p.SetResult(); }", OfPromise)]
    public Task A_Signal_Completed_On_Every_Path_Is_Not(string statements, string helper) => Verify.Silent(Scope(statements, helper, isReported: false));

    [Theory]
    [InlineData("CHANNEL Start(c.Reader); Work();", "private static void Start(ChannelReader<int> reader) => _ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync());")]
    [InlineData("CHANNEL Start(c.Reader); Work(); c.Writer.Complete();", "public static void Start(ChannelReader<int> reader) => _ = {|LEAK001:Task.Run|}(async () => await reader.ReadAsync());")]
    public Task A_Task_That_Nothing_Ends_Or_That_Others_Can_Start_Is_Reported_At_Its_Start(string statements, string helper) => Verify.Reported(Scope(statements, helper, isReported: false));

    private static string Scope(string statements, string helper, bool isReported) => $$"""
        {{Signals.Scope(statements, isReported)}}

        public partial class Subject
        {
            {{helper}}
        }
        """;
}
