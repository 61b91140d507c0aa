namespace LeakAnalyzer.Tests.Rules.LEAK010_OwnerLeavesTask;

/// <summary>Tests a disposable type that stores its tasks in a collection, and what its disposal does with them.</summary>
public class CollectionTests
{
    private const string Loop = "while (true) { await Task.Delay(1000); }";
    private const string Wait = "await Task.Delay(Timeout.Infinite, _cts.Token);";

    [Theory]
    [InlineData("List<Task>", Loop, "", true)]
    [InlineData("ConcurrentBag<Task>", Loop, "_tasks.Clear();", true)]
    [InlineData("HashSet<Task>", Loop, "Task.WhenAll(_tasks).Wait();", true)]
    [InlineData("List<Task>", Wait, "", true)]
    [InlineData("List<Task>", Wait, "_cts.Cancel();", false)]
    [InlineData("List<Task>", Wait, "_cts.Cancel(); Task.WhenAll(_tasks).Wait();", false)]
    [InlineData("List<Task>", "await Task.Delay(1000);", "", false)]
    [InlineData("List<Task>", "while (!_isStopped) { await Task.Delay(1000); }", "_isStopped = true;", false)]
    public Task The_End_Has_To_End_Them(string collection, string work, string end, bool isReported) => Owner.Verify($$"""
        public sealed class Pool : IDisposable
        {
            private readonly {{collection}} _tasks = new();
            private readonly CancellationTokenSource _cts = new();
            private bool _isStopped;
            public int Count => _tasks.Count;
            public void Add() { _tasks.Add(START(async () => { {{work}} })); }
            public void Dispose() { {{end}} }
        }
        """, isReported);

    [Fact]
    public Task A_Source_That_The_End_Only_Disposes_Is_LEAK003s() => Verify.Reported("""
        public sealed class Pool : IDisposable
        {
            private readonly List<Task> _tasks = new();
            private readonly CancellationTokenSource _cts = {|LEAK003:new()|};
            public int Count => _tasks.Count;
            public void Add() { _tasks.Add(Task.Run(async () => await Task.Delay(Timeout.Infinite, _cts.Token))); }
            public void Dispose() => _cts.Dispose();
        }
        """);

    [Theory]
    [InlineData("public sealed class Pool", "private readonly List<Task> _tasks = new();", "_tasks.Add(Task.Run(LoopAsync));")]
    [InlineData("public class Pool : IDisposable", "public List<Task> _tasks { get; } = new();", "_tasks.Add(Task.Run(LoopAsync));")]
    [InlineData("public sealed class Pool : IDisposable", "private readonly Watcher _tasks = new();", "_tasks.Add(Task.Run(LoopAsync));")]
    [InlineData("public sealed class Pool : IDisposable", "private readonly List<Task> _tasks = new();", "var tasks = new List<Task>(); tasks.Add(Task.Run(LoopAsync)); await Task.WhenAll(tasks);")]
    [InlineData("public sealed class Pool : IDisposable", "private readonly List<Task> _tasks = new();", "var task = Task.FromResult(1); _tasks.Add(task); await task;")]
    public Task Other_Keepers_Are_Left_Alone(string type, string keeper, string start) => Verify.Silent($$"""
        {{type}}
        {
            {{keeper}}
            public async Task AddAsync() { {{start}} await Task.Yield(); }
            public void Dispose() { }
            private static async Task LoopAsync() { while (true) { await Task.Delay(1000); } }
        }

        public sealed class Watcher { public void Add(Task task) => Task.WaitAny(task); }
        """);
}
