namespace LeakAnalyzer.Tests.Rules.LEAK001_UngovernedWait;

/// <summary>Tests a task that is stored in a local and awaited later: code between the two, such as a <c>TrySetResult</c>, may end the wait.</summary>
public class JoinSiteTests
{
    [Theory]
    [InlineData("TaskCompletionSource _signal = new();", "_signal.Task", "_signal.TrySetResult()")]
    [InlineData("Channel<int> _items = Channel.CreateUnbounded<int>();", "_items.Reader.ReadAsync().AsTask()", "_items.Writer.TryComplete()")]
    [InlineData("Channel<int> _items = Channel.CreateUnbounded<int>();", "_items.Reader.Completion", "_items.Writer.TryComplete()")]
    public async Task An_Act_Between_Taking_A_Task_And_Its_Join_Ends_It(string field, string task, string act)
    {
        await Verify.Silent(Class(field, $"Task done = {task}; {act}; await done;"));
        await Verify.Silent(Class(field, $"Task done = {task}; Task same = done; {act}; await same.ConfigureAwait(false);"));
        await Verify.Silent(Class(field, $"Task done = {task}; {act}; await Task.WhenAll(done, Task.Delay(1));"));
        await Verify.Reported(Class(field, $"Task done = {task}; await done; {act};", isReported: true));
    }

    [Fact]
    public Task An_Act_After_A_Helper_That_Returns_The_Task_Ends_It() => Verify.Silent(
        """
        public class C
        {
            private TaskCompletionSource _signal;

            public void Start() { _ = GetOrStart(); }

            private Task GetOrStart()
            {
                _signal = new TaskCompletionSource();
                Task task = _signal.Task;
                _ = EndAsync(_signal);
                return task;
            }

            private async Task EndAsync(TaskCompletionSource owner) { await Task.Delay(10); owner.TrySetResult(); }
        }
        """);

    [Fact]
    public Task A_Finally_Behind_The_Return_Of_A_Task_Ends_It() => Verify.Silent(
        """
        public class C
        {
            private readonly TaskCompletionSource _signal = new();

            public void Start() { _ = Get(); }

            private Task Get()
            {
                try { return _signal.Task; }
                finally { _signal.TrySetResult(); }
            }
        }
        """);

    private static string Class(string field, string body, bool isReported = false) =>
        $$"""
        public class C
        {
            private readonly {{field}}

            public void Start() { _ = {{(isReported ? "{|LEAK001:WorkAsync|}()" : "WorkAsync()")}}; }

            private async Task WorkAsync() { {{body}} }
        }
        """;
}
