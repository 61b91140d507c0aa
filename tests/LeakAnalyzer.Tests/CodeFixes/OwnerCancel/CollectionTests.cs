namespace LeakAnalyzer.Tests.CodeFixes.OwnerCancel;

/// <summary>Tests the fix for tasks that a disposable type keeps in a collection. The fix cancels them all, but doesn't wait for them.</summary>
public class CollectionTests
{
    private const string Started = "{|LEAK010:Task.Run|}(async () => await reader.ReadAsync())";
    private const string Fixed = "Task.Run(async () => await reader.ReadAsync(disposeToken))";

    private const string Ended =
        """
        if (!_disposeCts.IsCancellationRequested)
                {
                    await _disposeCts.CancelAsync();
                }

                _disposeCts.Dispose();

        """ + "        ";

    [Theory]
    [InlineData("private readonly Task[] _tasks = new Task[4];", "_tasks[0] = START;", "new CancellationTokenSource()")]
    [InlineData("private readonly List<Task> _tasks = new();", "_tasks.Add(START);", "new()")]
    [InlineData("private readonly Dictionary<int, Task> _tasks = new();", "_tasks.Add(1, START);", "new()")]
    public Task Tasks_In_A_Collection(string keeper, string starts, string creation) => VerifyFix.CancelsOnDispose(
        Type(keeper, starts.Replace("START", Started, StringComparison.Ordinal), ""),
        Type(
            $"{keeper}\n    private readonly CancellationTokenSource _disposeCts = {creation};",
            $"CancellationToken disposeToken = _disposeCts.Token;\n        {starts.Replace("START", Fixed, StringComparison.Ordinal)}",
            Ended));

    [Fact]
    public Task Tasks_That_A_Query_Starts() => VerifyFix.CancelsOnDispose(
        Type("private Task[] _tasks = new Task[4];", $"_tasks = Enumerable.Range(0, 4).Select(_ => {Started}).ToArray();", ""),
        Type(
            "private Task[] _tasks = new Task[4];\n    private readonly CancellationTokenSource _disposeCts = new CancellationTokenSource();",
            $$"""
            _tasks = Enumerable.Range(0, 4).Select(_ =>
                    {
                        CancellationToken disposeToken = _disposeCts.Token;
                        return {{Fixed}};
                    }).ToArray();
            """,
            Ended));

    private static string Type(string members, string starts, string ended) =>
        $$"""
        class Poller : IAsyncDisposable
        {
            {{members}}

            public int Count => _tasks.Count();

            public void Start(ChannelReader<int> reader)
            {
                {{starts}}
            }

            public async ValueTask DisposeAsync()
            {
                {{ended}}await Task.Yield();
            }
        }
        """;
}
