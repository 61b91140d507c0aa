namespace LeakAnalyzer.Tests.Rules.LEAK006_SignalNotCompleted;

/// <summary>Tests <c>DisposeAsync</c> and <c>StopAsync</c> methods that return the task of a <c>TaskCompletionSource</c> which they create.</summary>
public class DisposalTests
{
    [Theory]
    [InlineData("return new ValueTask(p.Task);", true)]
    [InlineData("Console.WriteLine(); return new ValueTask(p.Task);", true)]
    [InlineData("return new ValueTask(p.Task.WaitAsync(TimeSpan.FromSeconds(1)));", false)]
    [InlineData("p.SetResult(); return new ValueTask(p.Task);", false)]
    [InlineData("Close(p); return new ValueTask(p.Task); } private static void Close(TaskCompletionSource p) { p.TrySetResult();", false)]
    [InlineData("_closed = p; return new ValueTask(p.Task);", false)]
    [InlineData("Closed += (_, _) => p.TrySetResult(); return new ValueTask(p.Task);", false)]
    [InlineData("Console.WriteLine(p.Task.Id); return default;", false)]
    public async Task A_Disposal(string body, bool isReported)
    {
        string creation = isReported ? "{|LEAK006:new TaskCompletionSource()|}" : "new TaskCompletionSource()";
        string source = Code.Class($$"""
            private TaskCompletionSource? _closed;
            public event EventHandler? Closed;
            public void Raise() { Closed?.Invoke(this, EventArgs.Empty); _closed?.TrySetResult(); }
            public ValueTask DisposeAsync() { var p = {{creation}}; {{body}} }
            """);
        await Verify.Of(source.Replace("class Subject", "class Subject : IAsyncDisposable", StringComparison.Ordinal), isReported);
        await Verify.Silent(source.Replace("{|LEAK006:", "", StringComparison.Ordinal).Replace("|}", "", StringComparison.Ordinal)); // A type that isn't disposable isn't reported.
    }

    [Theory]
    [InlineData("StopAsync", true)]
    [InlineData("StartAsync", false)]
    public Task A_Hosted_Service(string method, bool isReported)
    {
        string other = method == "StopAsync" ? "StartAsync" : "StopAsync";
        return Verify.Of($$"""
            public sealed class Service : Microsoft.Extensions.Hosting.IHostedService
            {
                public Task {{method}}(CancellationToken token) { var p = {{(isReported ? "{|LEAK006:new TaskCompletionSource()|}" : "new TaskCompletionSource()")}}; return p.Task; }
                public Task {{other}}(CancellationToken token) => Task.CompletedTask;
            }
            """, isReported, new Setup { References = TestReferences.Hosting });
    }

    [Fact]
    public async Task The_Message_Tells_That_Nothing_Sets_It() => Assert.Equal(
        "Nothing sets 'p', so who awaits 'DisposeAsync' may wait on 'p.Task' for ever; set it when the work is done, or return a completed task",
        Assert.Single(await Verify.Reported("""
            public sealed class Subject : IAsyncDisposable
            {
                public async ValueTask DisposeAsync() { var p = {|LEAK006:new TaskCompletionSource()|}; await p.Task; }
            }
            """)).GetMessage(System.Globalization.CultureInfo.InvariantCulture));
}
