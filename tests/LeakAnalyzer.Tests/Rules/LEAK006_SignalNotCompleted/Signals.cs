namespace LeakAnalyzer.Tests.Rules.LEAK006_SignalNotCompleted;

/// <summary>
/// Expands the placeholders in the tests. <c>CHANNEL</c>, <c>BOUNDED</c> and <c>PROMISE</c> declare a local, and <c>READ</c>, <c>WRITE</c> and
/// <c>AWAIT</c> start a task that waits on it.
/// </summary>
internal static class Signals
{
    private const string Channel = "Channel.CreateUnbounded<int>()";
    private const string Bounded = "Channel.CreateBounded<int>(4)";
    private const string Promise = "new TaskCompletionSource()";

    /// <summary>Creates a method with these statements, in which the placeholder that declares the local is marked if it is reported.</summary>
    public static string Scope(string statements, bool isReported) => Code.Body(Expand(statements, isReported));

    public static string Expand(string statements, bool isReported) => statements
        .Replace("CHANNEL", $"var c = {Marked(Channel, isReported)};", StringComparison.Ordinal)
        .Replace("BOUNDED", $"var c = {Marked(Bounded, isReported)};", StringComparison.Ordinal)
        .Replace("PROMISE", $"var p = {Marked(Promise, isReported)};", StringComparison.Ordinal)
        .Replace("READ", "_ = Task.Run(async () => { await foreach (int item in c.Reader.ReadAllAsync()) { Work(item); } });", StringComparison.Ordinal)
        .Replace("WRITE", "_ = Task.Run(async () => { for (int i = 0; i < 99; i++) { await c.Writer.WriteAsync(i); } });", StringComparison.Ordinal)
        .Replace("AWAIT", "_ = Task.Run(async () => await p.Task);", StringComparison.Ordinal);

    public static Task Verify(string statements, bool isReported, Setup? setup = null) => isReported
        ? LeakAnalyzer.Tests.Verify.Reported(Scope(statements, isReported), setup)
        : LeakAnalyzer.Tests.Verify.Silent(Scope(statements, isReported), setup);

    private static string Marked(string creation, bool isReported) => isReported ? $"{{|LEAK006:{creation}|}}" : creation;
}
